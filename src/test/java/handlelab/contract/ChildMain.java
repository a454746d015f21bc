package handlelab.contract;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.wire.Session;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/**
 * A child JVM of a test: makes the test's calls on its main thread, and ends when the test says so
 * or is gone.
 */
final class ChildMain {
  /** The exit code where the test hung up without a word. */
  private static final int ABANDONED = 99;

  private ChildMain() {}

  /**
   * Serves the test until it is over.
   *
   * @param words the backend's kind, the test's port on the loopback address, the child's number
   *     there, and then what the test is to be told back
   */
  public static void main(String[] words) throws IOException {
    String[] arguments = Backends.arguments(words);
    InetSocketAddress test =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
    int number = Integer.parseInt(arguments[2]);
    Socket control = call(test);
    DataOutputStream hello = new DataOutputStream(control.getOutputStream());
    hello.writeInt(number);
    hello.writeBoolean(true);
    hello.writeInt(arguments.length - 3);
    for (int i = 3; i < arguments.length; i++) {
      hello.writeUTF(arguments[i]);
    }
    hello.flush();
    Thread ending = new Thread(() -> endWhenTold(control), "ending");
    ending.setDaemon(true);
    ending.start();
    try (Backend backend = Backends.open(BackendKind.valueOf(arguments[0]));
        SocketChannel calls = SocketChannel.open(test)) {
      DataOutputStream callsHello = new DataOutputStream(calls.socket().getOutputStream());
      callsHello.writeInt(number);
      callsHello.writeBoolean(false);
      callsHello.flush();
      new Session(calls, calls, backend.kernel32(), backend.handleTables(), System.err::println)
          .serve();
    }
    joinForever(ending);
  }

  /** A child that was suspended may find that its test is over. */
  private static Socket call(InetSocketAddress test) throws IOException {
    try {
      return new Socket(test.getAddress(), test.getPort());
    } catch (ConnectException over) {
      System.exit(ABANDONED);
      throw over;
    }
  }

  private static void endWhenTold(Socket control) {
    try {
      System.exit(new DataInputStream(control.getInputStream()).readInt());
    } catch (IOException hungUp) {
      System.exit(ABANDONED);
    }
  }

  private static void joinForever(Thread ending) {
    try {
      ending.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
