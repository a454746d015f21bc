package handlelab.lib;

import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The server of a named pipe: each client that connects gets a connection of its own, with bytes in
 * both directions.
 *
 * <pre>{@code
 * static String askServer(Kernel32 kernel32) throws IOException {
 *   try (NamedPipeServer server = NamedPipeServer.create(kernel32, "echo");
 *       NamedPipeConnection client = NamedPipeConnection.connect(kernel32, "echo");
 *       NamedPipeConnection accepted = server.accept()) {
 *     client.outputStream().write("hello".getBytes(StandardCharsets.UTF_8));
 *     byte[] question = accepted.inputStream().readNBytes(5);
 *     accepted.outputStream().write(question);
 *     return new String(client.inputStream().readNBytes(5), StandardCharsets.UTF_8);
 *   }
 * }
 * }</pre>
 *
 * <p>Clients of other computers are refused. No child inherits the handles. Any thread may call
 * every method; a virtual thread keeps its carrier while it waits. {@link #close} ends the waits of
 * other threads in {@link #accept}; connections go on.
 */
public final class NamedPipeServer implements AutoCloseable {
  private static final String PREFIX = "\\\\.\\pipe\\";
  private static final int BUFFER_BYTES = 64 << 10;

  private final Kernel32 kernel32;
  private final String fullName;
  private final ReentrantLock accepting = new ReentrantLock();
  // The instance that the next client gets. There is one before accept returns another, so the
  // pipe's name always leads to this server.
  private NamedPipeConnection next;
  private boolean isClosed;

  private NamedPipeServer(Kernel32 kernel32, String fullName) {
    this.kernel32 = kernel32;
    this.fullName = fullName;
    this.next = newInstance(Win32.FILE_FLAG_FIRST_PIPE_INSTANCE);
  }

  /**
   * Makes a pipe; a client can connect at once.
   *
   * <p>Only one server may have the name; Wine 10 does not check that.
   *
   * @param kernel32 the functions of this process
   * @param name a full name, or what follows {@code \\.\pipe\}; case does not count
   * @return the server, which the caller must close
   * @throws Win32Exception {@code ERROR_ACCESS_DENIED} if a pipe of that name is served already,
   *     {@code ERROR_INVALID_NAME} if the name is not one of a pipe
   */
  public static NamedPipeServer create(Kernel32 kernel32, String name) {
    return new NamedPipeServer(kernel32, fullName(name));
  }

  static String fullName(String name) {
    return name.startsWith("\\\\") ? name : PREFIX + name;
  }

  private NamedPipeConnection newInstance(int flags) {
    try {
      return new NamedPipeConnection(
          kernel32,
          kernel32
              .createNamedPipe(
                  fullName,
                  Win32.PIPE_ACCESS_DUPLEX | Win32.FILE_FLAG_OVERLAPPED | flags,
                  Win32.PIPE_TYPE_BYTE | Win32.PIPE_REJECT_REMOTE_CLIENTS,
                  Win32.PIPE_UNLIMITED_INSTANCES,
                  BUFFER_BYTES,
                  BUFFER_BYTES,
                  0,
                  null)
              .handle());
    } catch (Win32Exception e) {
      throw Hint.serving(e, fullName);
    }
  }

  /**
   * Waits for the next client. Several threads may wait; each client goes to one of them. A client
   * that has gone by then is passed over, unless it has written something.
   *
   * @return the server's end of the connection, which the caller must close
   * @throws IllegalStateException if this object is closed, before or meanwhile
   */
  public NamedPipeConnection accept() {
    accepting.lock();
    try {
      NamedPipeConnection accepted = next();
      accepted.awaitClient();
      // If this fails, the client stays for the next call.
      replaceNext();
      return accepted;
    } finally {
      accepting.unlock();
    }
  }

  private synchronized NamedPipeConnection next() {
    return next;
  }

  // Under the lock, so that the name does not come back after a close.
  private synchronized void replaceNext() {
    if (isClosed) {
      throw new IllegalStateException("closed");
    }
    next = newInstance(0);
  }

  /** {@return whether {@link #close} was called} */
  public synchronized boolean isClosed() {
    return isClosed;
  }

  /**
   * Ends the server; closing again has no effect. No client can connect any more, and one whose
   * connection was not accepted yet finds it broken.
   */
  @Override
  public void close() {
    NamedPipeConnection waiting;
    synchronized (this) {
      isClosed = true;
      waiting = next;
    }
    waiting.close();
  }

  /** Such as {@code NamedPipeServer \\.\pipe\echo}. */
  @Override
  public String toString() {
    return "NamedPipeServer " + (isClosed() ? "closed" : fullName);
  }
}
