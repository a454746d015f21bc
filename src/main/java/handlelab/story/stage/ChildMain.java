package handlelab.story.stage;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.wire.Message;
import handlelab.wire.ServedOperations;
import handlelab.wire.Session;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * A child JVM on a stage: makes the calls of the stage on its main thread, and on more threads if
 * the stage wants them, and ends when that says so or is gone.
 */
public final class ChildMain {
  /** The exit code if the stage closed the connection without one. */
  private static final int ABANDONED = 99;

  /** By which the kernel learns the exit code; null before it is open. */
  private static volatile Backend kernel;

  private ChildMain() {}

  /**
   * Serves the stage until it is over.
   *
   * @param words the backend's kind, the stage's port on the loopback address, the file with the
   *     secret to show there, and then the words that the stage gets back
   */
  public static void main(String[] words) throws IOException {
    String[] arguments = Backends.arguments(words);
    InetSocketAddress stage =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
    byte[] secret = ChildSecret.take(Path.of(arguments[2]));
    Socket control = new Socket(stage.getAddress(), stage.getPort());
    DataOutputStream hello = new DataOutputStream(control.getOutputStream());
    hello.write(secret);
    hello.writeBoolean(true);
    hello.writeInt(arguments.length - 3);
    for (int i = 3; i < arguments.length; i++) {
      hello.writeUTF(arguments[i]);
    }
    hello.flush();
    ServedOperations operations = new ServedOperations();
    ThreadStart newThread =
        () -> {
          Backend backend = kernel;
          serve(stage, secret, backend, operations);
        };
    Thread ending = new Thread(() -> endWhenTold(control, newThread), "ending");
    ending.setDaemon(true);
    ending.start();
    try (Backend backend = Backends.open(BackendKind.valueOf(arguments[0]))) {
      kernel = backend;
      serve(stage, secret, backend, operations);
    }
    joinForever(ending);
  }

  /** Makes calls on the calling thread, until the stage closes the connection. */
  private static void serve(
      InetSocketAddress stage, byte[] secret, Backend backend, ServedOperations operations)
      throws IOException {
    try (SocketChannel calls = SocketChannel.open(stage)) {
      DataOutputStream hello = new DataOutputStream(calls.socket().getOutputStream());
      hello.write(secret);
      hello.writeBoolean(false);
      hello.flush();
      new Session(
              calls, new Message(), backend.kernel32(), backend.handleTables(), null, operations)
          .serve(System.err::println);
    }
  }

  /** What a new thread does. */
  @FunctionalInterface
  private interface ThreadStart {
    void run() throws IOException;
  }

  private static void endWhenTold(Socket control, ThreadStart newThread) {
    int exitCode = ABANDONED;
    try {
      DataInputStream told = new DataInputStream(control.getInputStream());
      while (told.readBoolean()) {
        start(newThread);
      }
      exitCode = told.readInt();
    } catch (IOException failure) {
      // The stage has hung up without a word.
    }
    Backend opened = kernel;
    if (opened == null) {
      System.exit(exitCode);
    } else {
      opened.exit(exitCode);
    }
  }

  private static void start(ThreadStart newThread) {
    Thread thread =
        new Thread(
            () -> {
              try {
                newThread.run();
              } catch (IOException failure) {
                System.err.println("a thread ended: " + failure);
              }
            },
            "calls");
    thread.setDaemon(true);
    thread.start();
  }

  private static void joinForever(Thread ending) {
    try {
      ending.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
