package handlelab.wire;

import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;

/** Calls of a creator that starts its child itself; see {@link HostedChildren}. */
sealed interface ChildRequest extends Request {
  record CreateChild(
      String imageName,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      StartupInfo startupInfo)
      implements ChildRequest {
    static CreateChild read(FrameReader in) throws MalformedFrameException {
      return new CreateChild(
          in.getRequiredString(),
          in.getAttributes(),
          in.getAttributes(),
          in.getBoolean(),
          in.getInt(),
          StartupInfos.read(in));
    }

    @Override
    public Operation operation() {
      return Operation.CREATE_CHILD;
    }

    @Override
    public void write(FrameWriter out) {
      out.putString(imageName);
      out.putAttributes(processAttributes);
      out.putAttributes(threadAttributes);
      out.putBoolean(inheritHandles);
      out.putInt(creationFlags);
      StartupInfos.write(startupInfo, out);
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Prepared(
          served
              .requireChildren()
              .createChild(
                  imageName,
                  processAttributes,
                  threadAttributes,
                  inheritHandles,
                  creationFlags,
                  startupInfo));
    }
  }

  record AwaitResume(int processId) implements ChildRequest {
    static AwaitResume read(FrameReader in) throws MalformedFrameException {
      return new AwaitResume(in.getInt());
    }

    @Override
    public Operation operation() {
      return Operation.AWAIT_RESUME;
    }

    @Override
    public void write(FrameWriter out) {
      out.putInt(processId);
    }

    @Override
    public PendingCall begin(WaitingCalls calls) {
      return calls.awaitResume(processId);
    }

    @Override
    public Reply answer(Served served) {
      throw new BadRequestException("this kernel starts its children itself");
    }
  }

  record AbortChild(int processId) implements ChildRequest {
    static AbortChild read(FrameReader in) throws MalformedFrameException {
      return new AbortChild(in.getInt());
    }

    @Override
    public Operation operation() {
      return Operation.ABORT_CHILD;
    }

    @Override
    public void write(FrameWriter out) {
      out.putInt(processId);
    }

    @Override
    public Reply answer(Served served) {
      served.requireChildren().abortChild(processId);
      return Reply.Done.DONE;
    }
  }

  record ChildStarted(int processId, long hostProcessId) implements ChildRequest {
    static ChildStarted read(FrameReader in) throws MalformedFrameException {
      return new ChildStarted(in.getInt(), in.getLong());
    }

    @Override
    public Operation operation() {
      return Operation.CHILD_STARTED;
    }

    @Override
    public void write(FrameWriter out) {
      out.putInt(processId);
      out.putLong(hostProcessId);
    }

    @Override
    public Reply answer(Served served) {
      served.requireChildren().childStarted(processId, hostProcessId);
      return Reply.Done.DONE;
    }
  }

  record ChildExited(int processId, int exitCode) implements ChildRequest {
    static ChildExited read(FrameReader in) throws MalformedFrameException {
      return new ChildExited(in.getInt(), in.getInt());
    }

    @Override
    public Operation operation() {
      return Operation.CHILD_EXITED;
    }

    @Override
    public void write(FrameWriter out) {
      out.putInt(processId);
      out.putInt(exitCode);
    }

    @Override
    public Reply answer(Served served) {
      served.requireChildren().childExited(processId, exitCode);
      return Reply.Done.DONE;
    }
  }
}
