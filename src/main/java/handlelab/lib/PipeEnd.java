package handlelab.lib;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** An end of a pipe, and the streams of those that allow them; closing a stream closes the end. */
abstract class PipeEnd extends OwnedHandle {
  /** A kernel that JVMs share takes at most 16 MiB at once. */
  private static final int MAX_WRITE_BYTES = 1 << 20;

  private final InputStream input = new Input();
  private final OutputStream output = new Output();

  PipeEnd(Kernel32 kernel32, Handle handle) {
    super(kernel32, handle);
  }

  final InputStream input() {
    return input;
  }

  final OutputStream output() {
    return output;
  }

  @Override
  final boolean cancelWaits(Handle value) {
    return cancelIo(value);
  }

  private int read(ByteBuffer target) throws IOException {
    Handle value = enterStream();
    try {
      int bytes = kernel32().readFile(value, target);
      // A write of no bytes ends a read, but not the stream.
      while (bytes == 0) {
        bytes = kernel32().readFile(value, target);
      }
      return bytes;
    } catch (Win32Exception e) {
      if (e.errorCode() == Win32Error.ERROR_BROKEN_PIPE) {
        return -1;
      }
      throw isClosed() ? closed(e) : new IOException(e.getMessage(), e);
    } finally {
      leave();
    }
  }

  private void write(ByteBuffer source) throws IOException {
    Handle value = enterStream();
    try {
      int end = source.limit();
      while (source.position() < end) {
        source.limit(Math.min(end, source.position() + MAX_WRITE_BYTES));
        kernel32().writeFile(value, source);
      }
    } catch (Win32Exception e) {
      throw isClosed() ? closed(e) : new IOException(Hint.writing(e).getMessage(), e);
    } finally {
      leave();
    }
  }

  private Handle enterStream() throws IOException {
    try {
      return enter();
    } catch (IllegalStateException e) {
      throw closed(e);
    }
  }

  private static IOException closed(RuntimeException cause) {
    return new IOException("closed", cause);
  }

  private final class Input extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
      return length == 0 ? 0 : PipeEnd.this.read(buffer);
    }

    @Override
    public void close() {
      PipeEnd.this.close();
    }
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      PipeEnd.this.write(ByteBuffer.wrap(source, offset, length));
    }

    @Override
    public void close() {
      PipeEnd.this.close();
    }
  }
}
