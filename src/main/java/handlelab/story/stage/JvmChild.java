package handlelab.story.stage;

import handlelab.api.CommandLine;
import handlelab.api.Kernel32;
import handlelab.backend.BackendKind;
import handlelab.lib.JavaCommand;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A child JVM, from the stage's side. It calls in at a port of the loopback address: first for its
 * end and for new threads, and then for the calls of each thread.
 *
 * <p>Anybody on this machine can connect to that port. So a connection begins with a secret, which
 * the child finds in a file that only its user can read and that it deletes: others can read its
 * command line, and its own children would get its environment. A connection that does not show the
 * secret is closed, and delays the child for {@link #HELLO_MILLIS} at most.
 *
 * <p>No thread waits for connections in the background, because on a real kernel it would open
 * handles at any time, maybe with a value that the test has just closed: the thread that needs the
 * child accepts them. Its lock is this object.
 */
final class JvmChild implements StageChild {
  static final int SECRET_BYTES = 32;

  /** Long enough to accept a connection that is there. */
  private static final int NO_WAIT_MILLIS = 2;

  private static final int LIMIT_MILLIS = (int) TimeUnit.SECONDS.toMillis(30);

  /** How long a connection may take to show the secret. */
  private static final int HELLO_MILLIS = (int) TimeUnit.SECONDS.toMillis(2);

  private final byte[] secret = new byte[SECRET_BYTES];
  private final Path secretFile;
  private final ServerSocketChannel listener;
  private final List<String> command;
  private final RemoteKernel32 kernel32 = new RemoteKernel32(this::ofThisThread);
  private Socket control;
  private List<String> arguments;

  /** The main thread's connection. */
  private Connection calls;

  /** Those of Java threads whose calls another thread of the child makes. */
  private final Map<Thread, Connection> others = new ConcurrentHashMap<>();

  /**
   * @param kind the backend that the child opens
   * @param words what the child finds as its own arguments
   */
  JvmChild(BackendKind kind, List<String> words) {
    new SecureRandom().nextBytes(secret);
    try {
      listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      // The JDK makes temporary files readable to their owner alone.
      secretFile = Files.createTempFile("handlelab", ".secret");
      Files.write(secretFile, secret);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    List<String> all = new ArrayList<>();
    all.add(kind.name());
    all.add(Integer.toString(port()));
    all.add(secretFile.toString());
    all.addAll(words);
    command = JavaCommand.of(ChildMain.class, all);
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  /** Where the child finds the secret. */
  Path secretFile() {
    return secretFile;
  }

  /** What starts the child, as words. */
  List<String> command() {
    return command;
  }

  @Override
  public String commandLine() {
    return CommandLine.join(command);
  }

  /** Waits until the child runs and has called in. */
  void awaitCalls() {
    awaitCalls(LIMIT_MILLIS);
  }

  private synchronized void awaitCalls(int limitMillis) {
    if (control == null) {
      Socket first = accept(limitMillis).socket();
      try {
        first.setSoTimeout(LIMIT_MILLIS);
        DataInputStream hello = new DataInputStream(first.getInputStream());
        List<String> words = new ArrayList<>();
        for (int left = hello.readInt(); left > 0; left--) {
          words.add(hello.readUTF());
        }
        arguments = words;
        control = first;
      } catch (IOException failure) {
        throw new IllegalStateException("the child JVM did not say its arguments", failure);
      }
    }
    if (calls == null) {
      calls = new Connection(accept(limitMillis), "the child");
    }
  }

  /** The child's next connection. */
  private SocketChannel accept(int limitMillis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
    try {
      while (true) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new SocketTimeoutException("nobody showed its secret");
        }
        listener.socket().setSoTimeout((int) left);
        SocketChannel channel = listener.socket().accept().getChannel();
        if (showsSecret(channel.socket())) {
          return channel;
        }
        channel.close();
      }
    } catch (IOException failure) {
      throw new IllegalStateException("the child JVM did not call in", failure);
    }
  }

  /** The comparison's time does not depend on how many bytes are right. */
  private boolean showsSecret(Socket caller) {
    try {
      caller.setSoTimeout(HELLO_MILLIS);
      byte[] shown = caller.getInputStream().readNBytes(SECRET_BYTES);
      caller.setSoTimeout(0);
      return MessageDigest.isEqual(secret, shown);
    } catch (IOException stranger) {
      // It said too little, or not in time; the child is yet to come.
      return false;
    }
  }

  private Connection ofThisThread() {
    return others.getOrDefault(Thread.currentThread(), calls);
  }

  @Override
  public Kernel32 kernel32() {
    awaitCalls();
    return kernel32;
  }

  /** Its connection is the thread's life. */
  @Override
  public synchronized Runnable newThread() {
    awaitCalls();
    tell(null);
    Connection other = new Connection(accept(LIMIT_MILLIS), "the child");
    Thread caller = Thread.currentThread();
    others.put(caller, other);
    return () -> {
      others.remove(caller);
      other.close();
    };
  }

  @Override
  public List<String> arguments() {
    awaitCalls();
    return arguments;
  }

  @Override
  public void exit(int exitCode) {
    awaitCalls();
    tell(exitCode);
  }

  /** Tells the child to exit, or to start a thread if there is no exit code. */
  private void tell(Integer exitCode) {
    try {
      DataOutputStream out = new DataOutputStream(control.getOutputStream());
      out.writeBoolean(exitCode == null);
      if (exitCode != null) {
        out.writeInt(exitCode);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Lets the child end, and waits until it has if it has called in. */
  void hangUp() {
    try {
      awaitCalls(NO_WAIT_MILLIS);
    } catch (IllegalStateException absent) {
      // It was never started, or has ended.
    }
    try {
      listener.close();
      Files.deleteIfExists(secretFile);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    if (calls != null) {
      calls.close();
    }
    if (control != null) {
      try (Socket open = control) {
        open.shutdownOutput();
        var unused = open.getInputStream().read();
      } catch (IOException ended) {
        // A child that was killed resets the connection; it has ended all the same.
      }
    }
  }
}
