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
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A child JVM on a stage: makes the calls of the stage on its main thread, and on more threads if
 * the stage wants them, and ends when that says so or is gone.
 */
public final class ChildMain {
  /** The exit code if the stage closed the connection without one. */
  private static final int ABANDONED = 99;

  private final InetSocketAddress stage;
  private final byte[] secret;
  private final ServedOperations operations = new ServedOperations();

  /** By which the kernel learns the exit code; null before it is open. */
  private volatile Backend backend;

  private ChildMain(int port, byte[] secret) {
    this.stage = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.secret = secret;
  }

  /**
   * Serves the stage until it is over.
   *
   * @param words the backend's kind, the stage's port on the loopback address, the file with the
   *     secret to show there, and then the words that the stage gets back
   */
  public static void main(String[] words) throws IOException, InterruptedException {
    List<String> arguments = Arrays.asList(Backends.arguments(words));
    Path secretFile = Path.of(arguments.get(2));
    byte[] secret = Files.readAllBytes(secretFile);
    Files.deleteIfExists(secretFile);
    new ChildMain(Integer.parseInt(arguments.get(1)), secret)
        .run(BackendKind.valueOf(arguments.get(0)), arguments.subList(3, arguments.size()));
  }

  private void run(BackendKind kind, List<String> arguments)
      throws IOException, InterruptedException {
    SocketChannel control = call();
    DataOutputStream hello = new DataOutputStream(control.socket().getOutputStream());
    hello.writeInt(arguments.size());
    for (String argument : arguments) {
      hello.writeUTF(argument);
    }
    Thread ending = start("ending", () -> endWhenTold(control));
    try (Backend opened = Backends.open(kind)) {
      backend = opened;
      serve();
    }
    ending.join();
  }

  /** A connection to the stage, which has been shown the secret. */
  private SocketChannel call() throws IOException {
    SocketChannel channel = SocketChannel.open(stage);
    channel.socket().getOutputStream().write(secret);
    return channel;
  }

  /** Makes calls on the calling thread, until the stage closes the connection. */
  private void serve() throws IOException {
    try (SocketChannel calls = call()) {
      new Session(
              calls, new Message(), backend.kernel32(), backend.handleTables(), null, operations)
          .serve(System.err::println);
    }
  }

  private void serveOnNewThread() {
    try {
      serve();
    } catch (IOException failure) {
      System.err.println("a thread ended: " + failure);
    }
  }

  private void endWhenTold(SocketChannel control) {
    int exitCode = ABANDONED;
    try {
      DataInputStream told = new DataInputStream(control.socket().getInputStream());
      while (told.readBoolean()) {
        start("calls", this::serveOnNewThread);
      }
      exitCode = told.readInt();
    } catch (IOException failure) {
      // The stage has hung up without a word.
    }
    if (backend == null) {
      System.exit(exitCode);
    } else {
      backend.exit(exitCode);
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
