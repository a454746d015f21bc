package handlelab.wire;

import java.util.HashSet;
import java.util.Set;

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

  record HandlesAmong(int processId, Set<Long> values) implements TableRequest {
    static HandlesAmong read(FrameReader in) throws MalformedFrameException {
      int processId = in.getInt();
      int count = in.getCount(Long.BYTES);
      Set<Long> values = new HashSet<>();
      for (int i = 0; i < count; i++) {
        values.add(in.getLong());
      }
      return new HandlesAmong(processId, values);
    }

    @Override
    public Operation operation() {
      return Operation.HANDLES_AMONG;
    }

    @Override
    public void write(FrameWriter out) {
      out.putInt(processId);
      out.putInt(values.size());
      for (long value : values) {
        out.putLong(value);
      }
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Rows(served.handleTables().handles(processId, values), false);
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
