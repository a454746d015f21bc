package handlelab.wire;

/** Looks into the handle tables. */
sealed interface TableRequest extends Request {
  record Handles(int processId) implements TableRequest {
    static Handles read(FrameReader in) throws MalformedFrameException {
      return new Handles(in.getInt());
    }

    @Override
    public Operation operation() {
      return Operation.HANDLES;
    }

    @Override
    public void write(FrameWriter out) {
      out.putInt(processId);
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Rows(served.handleTables().handles(processId), false);
    }
  }

  record ProcessIds() implements TableRequest {
    @Override
    public Operation operation() {
      return Operation.PROCESS_IDS;
    }

    @Override
    public void write(FrameWriter out) {}

    @Override
    public Reply answer(Served served) {
      return new Reply.Ids(served.handleTables().processIds());
    }
  }
}
