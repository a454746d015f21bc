package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;

/** Calls on mailslots and files. */
sealed interface MailslotRequest extends Request {
  record CreateMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes)
      implements MailslotRequest {
    static CreateMailslot read(FrameReader in) throws MalformedFrameException {
      return new CreateMailslot(in.getString(), in.getInt(), in.getInt(), in.getAttributes());
    }

    @Override
    public Operation operation() {
      return Operation.CREATE_MAILSLOT;
    }

    @Override
    public void write(FrameWriter out) {
      out.putString(name);
      out.putInt(maxMessageSize);
      out.putInt(readTimeoutMillis);
      out.putAttributes(attributes);
    }

    @Override
    public Reply answer(Served served) {
      return Reply.Value.of(
          served.kernel32().createMailslot(name, maxMessageSize, readTimeoutMillis, attributes));
    }
  }

  record GetMailslotInfo(Handle mailslot) implements MailslotRequest {
    static GetMailslotInfo read(FrameReader in) throws MalformedFrameException {
      return new GetMailslotInfo(in.getHandle());
    }

    @Override
    public Operation operation() {
      return Operation.GET_MAILSLOT_INFO;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(mailslot);
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Slot(served.kernel32().getMailslotInfo(mailslot));
    }
  }

  record SetMailslotInfo(Handle mailslot, int readTimeoutMillis) implements MailslotRequest {
    static SetMailslotInfo read(FrameReader in) throws MalformedFrameException {
      return new SetMailslotInfo(in.getHandle(), in.getInt());
    }

    @Override
    public Operation operation() {
      return Operation.SET_MAILSLOT_INFO;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(mailslot);
      out.putInt(readTimeoutMillis);
    }

    @Override
    public Reply answer(Served served) {
      served.kernel32().setMailslotInfo(mailslot, readTimeoutMillis);
      return Reply.Done.DONE;
    }
  }

  record CreateFile(
      String name,
      int desiredAccess,
      int shareMode,
      SecurityAttributes attributes,
      int creationDisposition,
      int flagsAndAttributes,
      Handle template)
      implements MailslotRequest {
    static CreateFile read(FrameReader in) throws MalformedFrameException {
      return new CreateFile(
          in.getString(),
          in.getInt(),
          in.getInt(),
          in.getAttributes(),
          in.getInt(),
          in.getInt(),
          in.getOptionalHandle());
    }

    @Override
    public Operation operation() {
      return Operation.CREATE_FILE;
    }

    @Override
    public void write(FrameWriter out) {
      out.putString(name);
      out.putInt(desiredAccess);
      out.putInt(shareMode);
      out.putAttributes(attributes);
      out.putInt(creationDisposition);
      out.putInt(flagsAndAttributes);
      out.putOptionalHandle(template);
    }

    @Override
    public Reply answer(Served served) {
      return Reply.Value.of(
          served
              .kernel32()
              .createFile(
                  name,
                  desiredAccess,
                  shareMode,
                  attributes,
                  creationDisposition,
                  flagsAndAttributes,
                  template));
    }
  }

  /**
   * A read of one message.
   *
   * @param maxBytes the size of the caller's buffer; more than a message can have is cut to that
   */
  record ReadFile(Handle file, int maxBytes) implements MailslotRequest {
    static ReadFile read(FrameReader in) throws MalformedFrameException {
      var request = new ReadFile(in.getHandle(), in.getInt());
      if (request.maxBytes < 0 || request.maxBytes > WireLimits.MAX_MESSAGE_BYTES) {
        throw new MalformedFrameException("a buffer of " + request.maxBytes + " bytes");
      }
      return request;
    }

    @Override
    public Operation operation() {
      return Operation.READ_FILE;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(file);
      out.putInt(maxBytes);
    }

    @Override
    public PendingCall begin(WaitingCalls calls) {
      return calls.read(file, maxBytes);
    }

    @Override
    public Reply answer(Served served) {
      ByteBuffer message = served.reader().read(file, maxBytes);
      if (message.remaining() > WireLimits.MAX_MESSAGE_BYTES) {
        throw new Win32Exception("ReadFile", Win32Error.ERROR_NO_SYSTEM_RESOURCES);
      }
      return new Reply.Data(message);
    }
  }

  /**
   * A write of one message.
   *
   * @param data the message; once read from a frame, valid until the next frame is
   */
  record WriteFile(Handle file, ByteBuffer data) implements MailslotRequest {
    static WriteFile read(FrameReader in) throws MalformedFrameException {
      var request = new WriteFile(in.getHandle(), in.getRest());
      if (request.data.remaining() > WireLimits.MAX_MESSAGE_BYTES) {
        throw new MalformedFrameException("a message of " + request.data.remaining() + " bytes");
      }
      return request;
    }

    @Override
    public Operation operation() {
      return Operation.WRITE_FILE;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(file);
      out.putRest(data);
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Value(served.kernel32().writeFile(file, data));
    }
  }

  record CancelIoEx(Handle file) implements MailslotRequest {
    static CancelIoEx read(FrameReader in) throws MalformedFrameException {
      return new CancelIoEx(in.getHandle());
    }

    @Override
    public Operation operation() {
      return Operation.CANCEL_IO_EX;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(file);
    }

    @Override
    public Reply answer(Served served) {
      served.kernel32().cancelIoEx(file);
      return Reply.Done.DONE;
    }
  }
}
