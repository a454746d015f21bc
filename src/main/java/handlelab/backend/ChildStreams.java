package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.wire.Connection;
import handlelab.wire.RemoteKernel32;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * The standard handles of a child that uses them as streams: a thread for each passes bytes on
 * between it and a stream of the host's process.
 *
 * <p>The creator's JVM does so, with connections on which it makes calls as the child: each end
 * that the child holds is a row of its own table, and there is no other. A row is closed when the
 * host's process has closed the stream. Lock: this object, for the streams that are open.
 */
final class ChildStreams {
  private static final int INPUT = 0;
  private static final int OUTPUT = 1;
  private static final int ERROR = 2;
  private static final int COUNT = 3;

  /** The connections of the child's own threads have numbers above 0. */
  private static final int FIRST_CONNECTION = -COUNT;

  private static final int BUFFER_BYTES = 64 << 10;

  /** How long another process may hold a stream open in silence after the child has ended. */
  private static final long SILENCE_MILLIS = 200;

  private final ClientProcess creator;
  private final int childId;
  private final String token;
  private final Connection[] connections = new Connection[COUNT];

  /** {@link Handle#NULL} for a stream that has none. */
  private final Handle[] handles = {Handle.NULL, Handle.NULL, Handle.NULL};

  /** The handles of the streams that are open; twice where two streams share one. */
  private final List<Handle> open = new ArrayList<>();

  /** Whether one of the three is not NULL. */
  private boolean isAnySet;

  private boolean isErrorInOutput;

  private ChildStreams(ClientProcess creator, int childId, String token) {
    this.creator = creator;
    this.childId = childId;
    this.token = token;
  }

  /** Whether a connection's number is of one that passes bytes on for a child. */
  static boolean isConnection(int number) {
    return number < 0;
  }

  /**
   * The streams of a child that does not run yet.
   *
   * @param isWanted whether they are to be passed on
   * @return null if not
   * @throws handlelab.api.ProcessEndedException if the child has ended
   */
  static ChildStreams find(
      ClientProcess creator, int childId, String token, Predicate<ChildStreams> isWanted) {
    var streams = new ChildStreams(creator, childId, token);
    boolean isUsed = false;
    try {
      streams.find();
      isUsed = isWanted.test(streams);
    } finally {
      if (!isUsed) {
        streams.close();
      }
    }
    return isUsed ? streams : null;
  }

  /** Closes the connections: no host's process will use the streams. */
  void close() {
    for (Connection connection : connections) {
      if (connection != null) {
        connection.close();
      }
    }
  }

  /** Whether it has standard handles; else its streams are its creator's. */
  boolean areSet() {
    return isAnySet;
  }

  /** Whether each of the three is an end of a pipe. */
  boolean arePipes() {
    Kernel32 child = kernel32(INPUT);
    for (int i = 0; i < COUNT; i++) {
      Handle handle = i == ERROR && isErrorInOutput ? handles[OUTPUT] : handles[i];
      if (handle.equals(Handle.NULL) || !isPipe(child, handle)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPipe(Kernel32 child, Handle handle) {
    try {
      return child.getFileType(handle) == Win32.FILE_TYPE_PIPE;
    } catch (Win32Exception e) {
      return false;
    }
  }

  private void find() {
    Kernel32 child = kernel32(INPUT);
    for (int i = 0; i < COUNT; i++) {
      Handle handle = child.getStdHandle(Win32.STD_INPUT_HANDLE - i);
      isAnySet |= !handle.equals(Handle.NULL);
      if (i == ERROR && has(OUTPUT) && handle.equals(handles[OUTPUT])) {
        isErrorInOutput = true;
      } else if (isRow(child, handle)) {
        handles[i] = handle;
        open.add(handle);
      }
    }
  }

  private static boolean isRow(Kernel32 child, Handle handle) {
    try {
      // A pseudo handle has an answer, too, and is no file.
      var unused = child.getHandleInformation(handle);
      return handle.value() > 0;
    } catch (Win32Exception e) {
      return false;
    }
  }

  private boolean has(int stream) {
    return !handles[stream].equals(Handle.NULL);
  }

  /** Functions for calls as the child, on the stream's own connection. */
  private Kernel32 kernel32(int stream) {
    if (connections[stream] == null) {
      connections[stream] = creator.connectAs(childId, token, FIRST_CONNECTION + stream);
    }
    return new RemoteKernel32(() -> connections[stream]);
  }

  /** Has the host's process leave its streams to this object. */
  void redirect(ProcessBuilder builder) {
    builder.redirectInput(ProcessBuilder.Redirect.PIPE);
    builder.redirectOutput(output(OUTPUT));
    builder.redirectError(output(ERROR));
    builder.redirectErrorStream(isErrorInOutput);
  }

  private ProcessBuilder.Redirect output(int stream) {
    return has(stream) ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.DISCARD;
  }

  /**
   * Passes bytes on from now on.
   *
   * @param process was started with the redirections
   * @param ended is given the exit code once the process has ended and what it wrote is passed on
   */
  void start(Process process, IntConsumer ended) {
    List<Output> outputs = new ArrayList<>();
    if (has(OUTPUT)) {
      outputs.add(new Output(OUTPUT, process.getInputStream()));
    }
    if (has(ERROR)) {
      outputs.add(new Output(ERROR, process.getErrorStream()));
    }
    outputs.forEach(Thread::start);
    if (has(INPUT)) {
      new Input(process.getOutputStream()).start();
    } else {
      connections[INPUT].close();
      close(process.getOutputStream());
    }
    Thread end = new Thread(() -> awaitEnd(process, outputs, ended), "end of child " + childId);
    end.setDaemon(true);
    end.start();
  }

  private static void close(OutputStream empty) {
    try {
      empty.close();
    } catch (IOException e) {
      // The process has ended.
    }
  }

  private static void awaitEnd(Process process, List<Output> outputs, IntConsumer ended) {
    try {
      int exitCode = process.waitFor();
      for (Output output : outputs) {
        output.awaitEnd();
      }
      ended.accept(exitCode);
    } catch (InterruptedException e) {
      // Nothing interrupts this thread.
    }
  }

  /** The host's process does not use this stream any more. */
  private synchronized void closed(int stream, Kernel32 child) {
    open.remove(handles[stream]);
    if (!open.contains(handles[stream])) {
      try {
        child.closeHandle(handles[stream]);
      } catch (Win32Exception e) {
        // The child's creator has closed it, by DuplicateHandle.
      }
    }
  }

  /** Passes bytes on until one of both sides ends. */
  private abstract class Pump extends Thread {
    final int stream;
    final Kernel32 child;
    final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    Pump(int stream) {
      super("standard handle " + stream + " of child " + childId);
      setDaemon(true);
      this.stream = stream;
      this.child = kernel32(stream);
    }

    /** Returns when nothing more comes, or nobody takes it. */
    abstract void pass() throws IOException;

    @Override
    public final void run() {
      try {
        pass();
      } catch (IOException | Win32Exception e) {
        // One of both sides is closed, which is an end as any other.
      } catch (IllegalStateException e) {
        // The child has ended, or the kernel.
      } finally {
        connections[stream].close();
      }
    }
  }

  private final class Input extends Pump {
    private final OutputStream target;

    Input(OutputStream target) {
      super(INPUT);
      this.target = target;
    }

    /** A read of no bytes is the end of the input, as for programs in C. */
    @Override
    void pass() throws IOException {
      try (target) {
        int bytes;
        while ((bytes = child.readFile(handles[stream], buffer.clear())) > 0) {
          target.write(buffer.array(), 0, bytes);
          target.flush();
        }
      } catch (IOException e) {
        closed(stream, child);
        throw e;
      }
    }
  }

  private final class Output extends Pump {
    private final InputStream source;

    /** How often the host's process has written. */
    private final AtomicLong reads = new AtomicLong();

    private volatile boolean isReading;

    Output(int stream, InputStream source) {
      super(stream);
      this.source = source;
    }

    @Override
    void pass() throws IOException {
      try (source) {
        int bytes;
        while ((bytes = read()) >= 0) {
          buffer.position(0).limit(bytes);
          while (buffer.hasRemaining()) {
            if (child.writeFile(handles[stream], buffer) == 0) {
              throw new IOException("a pipe that does not wait is full");
            }
          }
        }
      } finally {
        closed(stream, child);
      }
    }

    private int read() throws IOException {
      isReading = true;
      int bytes = source.read(buffer.array());
      isReading = false;
      reads.incrementAndGet();
      return bytes;
    }

    /** Waits for the last bytes, but not for other processes that hold the stream open. */
    void awaitEnd() throws InterruptedException {
      long before;
      do {
        before = reads.get();
        join(SILENCE_MILLIS);
      } while (isAlive() && !(isReading && reads.get() == before));
    }
  }
}
