package handlelab.lib;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.PipeHandles;
import handlelab.api.Win32Exception;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * An anonymous pipe: bytes written to one end are read from the other, by this process or a child.
 *
 * <p>The stream of the read end ends when every handle to the write end is closed, those of
 * children included. So close the write end here once a child has it, and start other children
 * without it: {@link ChildLaunch} gives a child only the handles that it is to have.
 *
 * <pre>{@code
 * static String sendThrough(Kernel32 kernel32, String text) throws IOException {
 *   try (Pipe pipe = Pipe.create(kernel32);
 *       InputStream in = pipe.readEnd().inputStream()) {
 *     try (OutputStream out = pipe.writeEnd().outputStream()) {
 *       out.write(text.getBytes(StandardCharsets.UTF_8));
 *     }
 *     return new String(in.readAllBytes(), StandardCharsets.UTF_8);
 *   }
 * }
 * }</pre>
 *
 * <p>A write waits while the pipe's buffer is full. Any thread may call every method, of the
 * streams too; a virtual thread keeps its carrier while it waits. Closing an end makes the calls of
 * other threads that wait in it fail with an {@link java.io.IOException}.
 */
public final class Pipe implements AutoCloseable {
  private final ReadEnd readEnd;
  private final WriteEnd writeEnd;

  private Pipe(ReadEnd readEnd, WriteEnd writeEnd) {
    this.readEnd = readEnd;
    this.writeEnd = writeEnd;
  }

  /**
   * Makes a pipe with a buffer of the system's default size; no child inherits its ends.
   *
   * @param kernel32 the functions of this process
   * @return the pipe, which the caller must close
   */
  public static Pipe create(Kernel32 kernel32) {
    return create(kernel32, 0);
  }

  /**
   * Makes a pipe; no child inherits its ends unless {@link OwnedHandle#setInheritable} allows it.
   *
   * @param kernel32 the functions of this process
   * @param bufferBytes the size of its buffer, in bytes; 0 for the default of 4,096
   * @return the pipe, which the caller must close
   */
  public static Pipe create(Kernel32 kernel32, int bufferBytes) {
    PipeHandles ends = kernel32.createPipe(null, bufferBytes);
    return new Pipe(new ReadEnd(kernel32, ends.read()), new WriteEnd(kernel32, ends.write()));
  }

  /** {@return the end that bytes are read from} */
  public ReadEnd readEnd() {
    return readEnd;
  }

  /** {@return the end that bytes are written to} */
  public WriteEnd writeEnd() {
    return writeEnd;
  }

  /** Closes both ends of this process; an end that is closed stays so. */
  @Override
  public void close() {
    try (readEnd) {
      writeEnd.close();
    }
  }

  /** Such as {@code Pipe [ReadEnd 0x100, WriteEnd closed]}. */
  @Override
  public String toString() {
    return "Pipe [" + readEnd + ", " + writeEnd + "]";
  }

  /** The end of a pipe that bytes are read from. */
  public static final class ReadEnd extends PipeEnd {

    private ReadEnd(Kernel32 kernel32, Handle handle) {
      super(kernel32, handle);
    }

    /**
     * Takes over a read end that this process has already: inherited, or duplicated into it. The
     * object owns the handle from here on and closes it.
     *
     * @param kernel32 the functions of this process
     * @param handle the read end's handle value
     * @return the owner of the handle
     * @throws Win32Exception {@code ERROR_INVALID_HANDLE} if this process has no such handle; the
     *     handle stays the caller's then. Another object's handle shows at the first read.
     */
    public static ReadEnd adopt(Kernel32 kernel32, Handle handle) {
      kernel32.getHandleInformation(handle);
      return new ReadEnd(kernel32, handle);
    }

    /**
     * {@return the bytes that come through the pipe, always the same stream}
     *
     * <p>A read waits for the first byte. It returns -1 when every write end is closed and nothing
     * is left, and fails with an {@code IOException} if this end is closed or cannot be read.
     * Closing the stream closes this end.
     */
    public InputStream inputStream() {
      return input();
    }
  }

  /** The end of a pipe that bytes are written to. */
  public static final class WriteEnd extends PipeEnd {

    private WriteEnd(Kernel32 kernel32, Handle handle) {
      super(kernel32, handle);
    }

    /**
     * Takes over a write end that this process has already: inherited, or duplicated into it. The
     * object owns the handle from here on and closes it.
     *
     * @param kernel32 the functions of this process
     * @param handle the write end's handle value
     * @return the owner of the handle
     * @throws Win32Exception {@code ERROR_INVALID_HANDLE} if this process has no such handle; the
     *     handle stays the caller's then. Another object's handle shows at the first write.
     */
    public static WriteEnd adopt(Kernel32 kernel32, Handle handle) {
      kernel32.getHandleInformation(handle);
      return new WriteEnd(kernel32, handle);
    }

    /**
     * {@return the bytes that go through the pipe, always the same stream; nothing is buffered in
     * it}
     *
     * <p>A write waits until the pipe has taken all bytes. It fails with an {@code IOException} if
     * every read end is closed, or if this end is closed or cannot be written. Closing the stream
     * closes this end.
     */
    public OutputStream outputStream() {
      return output();
    }
  }
}
