package handlelab.wire;

import handlelab.api.Handle;

/** Calls on handles of any type. */
sealed interface HandleRequest extends Request {
  record DuplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int desiredAccess,
      boolean inheritHandle,
      int options)
      implements HandleRequest {
    static DuplicateHandle read(FrameReader in) throws MalformedFrameException {
      return new DuplicateHandle(
          in.getHandle(),
          in.getHandle(),
          in.getHandle(),
          in.getInt(),
          in.getBoolean(),
          in.getInt());
    }

    @Override
    public Operation operation() {
      return Operation.DUPLICATE_HANDLE;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(sourceProcess);
      out.putHandle(source);
      out.putHandle(targetProcess);
      out.putInt(desiredAccess);
      out.putBoolean(inheritHandle);
      out.putInt(options);
    }

    @Override
    public Reply answer(Served served) {
      return Reply.Value.of(
          served
              .kernel32()
              .duplicateHandle(
                  sourceProcess, source, targetProcess, desiredAccess, inheritHandle, options));
    }
  }

  record CloseHandle(Handle handle) implements HandleRequest {
    static CloseHandle read(FrameReader in) throws MalformedFrameException {
      return new CloseHandle(in.getHandle());
    }

    @Override
    public Operation operation() {
      return Operation.CLOSE_HANDLE;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(handle);
    }

    @Override
    public Reply answer(Served served) {
      served.kernel32().closeHandle(handle);
      return Reply.Done.DONE;
    }
  }

  record GetHandleInformation(Handle handle) implements HandleRequest {
    static GetHandleInformation read(FrameReader in) throws MalformedFrameException {
      return new GetHandleInformation(in.getHandle());
    }

    @Override
    public Operation operation() {
      return Operation.GET_HANDLE_INFORMATION;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(handle);
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Value(served.kernel32().getHandleInformation(handle));
    }
  }

  record SetHandleInformation(Handle handle, int mask, int flags) implements HandleRequest {
    static SetHandleInformation read(FrameReader in) throws MalformedFrameException {
      return new SetHandleInformation(in.getHandle(), in.getInt(), in.getInt());
    }

    @Override
    public Operation operation() {
      return Operation.SET_HANDLE_INFORMATION;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(handle);
      out.putInt(mask);
      out.putInt(flags);
    }

    @Override
    public Reply answer(Served served) {
      served.kernel32().setHandleInformation(handle, mask, flags);
      return Reply.Done.DONE;
    }
  }

  record CompareObjectHandles(Handle first, Handle second) implements HandleRequest {
    static CompareObjectHandles read(FrameReader in) throws MalformedFrameException {
      return new CompareObjectHandles(in.getHandle(), in.getHandle());
    }

    @Override
    public Operation operation() {
      return Operation.COMPARE_OBJECT_HANDLES;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(first);
      out.putHandle(second);
    }

    @Override
    public Reply answer(Served served) {
      return Reply.Value.of(served.kernel32().compareObjectHandles(first, second));
    }
  }
}
