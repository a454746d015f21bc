package handlelab.story.stage;

import handlelab.api.Kernel32;
import handlelab.wire.Connection;
import handlelab.wire.RemoteKernel32;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Where child JVMs call in: one connection each for its end and for new threads, and one for the
 * calls of each thread.
 *
 * <p>Anybody on this machine can connect to a port of the loopback address. So a child shows a
 * secret, which it finds in a file that only its user can read, and which is good for the
 * connections that are wanted and no more; a connection that does not know it is closed, and delays
 * no other for long.
 *
 * <p>No thread waits for them in the background, because on a real kernel it would open handles at
 * any time, maybe with a value that the test has just closed: the thread that needs a child accepts
 * the calls that come until that child's are there. Its lock is this object.
 */
final class ChildLine implements AutoCloseable {
  private static final int LIMIT_MILLIS = (int) TimeUnit.SECONDS.toMillis(30);

  /** How long a connection may take to say who it is. */
  private static final int HELLO_MILLIS = (int) TimeUnit.SECONDS.toMillis(2);

  /** A child's arguments, at most; Windows's longest command line has fewer. */
  private static final int MAX_ARGUMENTS = 32_767;

  private final ServerSocketChannel listener;
  private final List<Extension> extensions = new ArrayList<>();

  private ChildLine(ServerSocketChannel listener) {
    this.listener = listener;
  }

  static ChildLine open() throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new ChildLine(listener);
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  synchronized Extension newExtension() {
    try {
      Extension extension = new Extension(ChildSecret.create());
      extensions.add(extension);
      return extension;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private synchronized void awaitCalls(Extension extension) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
    while (extension.control == null || extension.wanted > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      try {
        if (left <= 0) {
          throw new SocketTimeoutException("nobody showed its secret");
        }
        listener.socket().setSoTimeout((int) left);
        greetOrHangUp(listener.socket().accept().getChannel());
      } catch (IOException failure) {
        throw new IllegalStateException("the child JVM did not call in", failure);
      }
    }
  }

  private void greetOrHangUp(SocketChannel channel) throws IOException {
    boolean isTaken = false;
    try {
      channel.socket().setSoTimeout(HELLO_MILLIS);
      isTaken = greet(channel);
      channel.socket().setSoTimeout(0);
    } catch (IOException stranger) {
      // It said too little, or not in time; the child is yet to come.
    } finally {
      if (!isTaken) {
        channel.close();
      }
    }
  }

  private boolean greet(SocketChannel channel) throws IOException {
    DataInputStream hello = new DataInputStream(channel.socket().getInputStream());
    Extension extension = extension(hello.readNBytes(ChildSecret.BYTES));
    if (extension == null) {
      return false;
    }
    if (!hello.readBoolean()) {
      if (extension.control == null || extension.wanted == 0) {
        return false;
      }
      extension.wanted--;
      extension.arrived = new Connection(channel, "the child");
      return true;
    }
    if (extension.control != null) {
      return false;
    }
    int count = hello.readInt();
    if (count < 0 || count > MAX_ARGUMENTS) {
      return false;
    }
    List<String> arguments = new ArrayList<>();
    for (int left = count; left > 0; left--) {
      arguments.add(hello.readUTF());
    }
    extension.arguments = arguments;
    extension.control = channel.socket();
    return true;
  }

  /** Whose secret it is, or null; all are compared, so that the time reveals nothing. */
  private Extension extension(byte[] shown) {
    Extension found = null;
    for (Extension extension : extensions) {
      if (extension.secret.equalsInConstantTime(shown)) {
        found = extension;
      }
    }
    return found;
  }

  @Override
  public void close() {
    try {
      for (Extension extension : extensions) {
        extension.secret.forget();
      }
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** One child's connections, from the stage's side. */
  final class Extension implements StageChild {
    private final ChildSecret secret;
    private final RemoteKernel32 kernel32 = new RemoteKernel32(this::ofThisThread);
    private String commandLine;
    private Socket control;
    private List<String> arguments;

    /** How many connections for calls are to come. */
    private int wanted = 1;

    /** The last one that came. */
    private Connection arrived;

    /** The main thread's. */
    private Connection calls;

    /** Those of Java threads whose calls another thread of the child makes. */
    private final Map<Thread, Connection> others = new ConcurrentHashMap<>();

    private Extension(ChildSecret secret) {
      this.secret = secret;
    }

    /** Where the child finds the secret to show; the path itself is none. */
    Path secretFile() {
      return secret.file();
    }

    /** What starts the child; it is made when the secret's file is there. */
    void commandLine(String made) {
      commandLine = made;
    }

    @Override
    public String commandLine() {
      return commandLine;
    }

    private Connection ofThisThread() {
      Connection other = others.get(Thread.currentThread());
      return other == null ? calls : other;
    }

    /** Waits until the child runs and has called in. */
    void awaitCalls() {
      synchronized (ChildLine.this) {
        ChildLine.this.awaitCalls(this);
        if (calls == null) {
          calls = arrived;
        }
      }
    }

    @Override
    public Kernel32 kernel32() {
      awaitCalls();
      return kernel32;
    }

    /** Its connection is the thread's life. */
    @Override
    public Runnable newThread() {
      awaitCalls();
      synchronized (ChildLine.this) {
        wanted++;
        tell(control -> control.writeBoolean(true));
        ChildLine.this.awaitCalls(this);
        Connection other = arrived;
        Thread caller = Thread.currentThread();
        others.put(caller, other);
        return () -> {
          others.remove(caller);
          other.close();
        };
      }
    }

    @Override
    public List<String> arguments() {
      awaitCalls();
      return arguments;
    }

    @Override
    public void exit(int exitCode) {
      awaitCalls();
      tell(
          control -> {
            control.writeBoolean(false);
            control.writeInt(exitCode);
          });
    }

    private void tell(Telling telling) {
      try {
        DataOutputStream out = new DataOutputStream(control.getOutputStream());
        telling.tell(out);
        out.flush();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    /** Lets the child end and waits until it has; false if it has not called in. */
    boolean hangUp() {
      if (control == null) {
        return false;
      }
      if (calls != null) {
        calls.close();
      }
      try (Socket open = control) {
        open.shutdownOutput();
        open.setSoTimeout(LIMIT_MILLIS);
        var unused = open.getInputStream().read();
      } catch (IOException ended) {
        // A child that was killed resets the connection; it has ended all the same.
      }
      return true;
    }
  }

  /** What the child is told on its control connection. */
  @FunctionalInterface
  private interface Telling {
    void tell(DataOutputStream control) throws IOException;
  }
}
