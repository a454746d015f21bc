package handlelab.stage;

import handlelab.api.Kernel32;
import handlelab.wire.WireConnection;
import handlelab.wire.WireKernel32;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where child JVMs call in: two connections each, one for calls and one for the end.
 *
 * <p>No thread waits for them in the background, because on a real kernel it would open handles at
 * any time, maybe with a value that the test has just closed: whoever needs a child takes the calls
 * that come until that child's are there. Its lock is this object.
 */
final class ChildLine implements AutoCloseable {
  private static final int LIMIT_MILLIS = (int) TimeUnit.SECONDS.toMillis(30);

  private final ServerSocketChannel listener;
  private final Map<Integer, Extension> extensions = new HashMap<>();

  private ChildLine(ServerSocketChannel listener) {
    this.listener = listener;
  }

  static ChildLine open() throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listener.socket().setSoTimeout(LIMIT_MILLIS);
    return new ChildLine(listener);
  }

  int port() {
    return listener.socket().getLocalPort();
  }

  synchronized Extension newExtension() {
    Extension extension = new Extension(extensions.size() + 1);
    extensions.put(extension.number(), extension);
    return extension;
  }

  private synchronized void awaitCalls(Extension extension) {
    while (extension.control == null || extension.calls == null) {
      try {
        greet(listener.socket().accept().getChannel());
      } catch (IOException failure) {
        throw new IllegalStateException("the child JVM did not call in", failure);
      }
    }
  }

  private void greet(SocketChannel channel) throws IOException {
    DataInputStream hello = new DataInputStream(channel.socket().getInputStream());
    Extension extension = extensions.get(hello.readInt());
    if (hello.readBoolean()) {
      List<String> arguments = new ArrayList<>();
      for (int left = hello.readInt(); left > 0; left--) {
        arguments.add(hello.readUTF());
      }
      extension.arguments = arguments;
      extension.control = channel.socket();
    } else {
      extension.calls = new WireConnection(channel, channel, "the child");
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** One child's two connections, from the stage's side. */
  final class Extension {
    private final int number;
    private Socket control;
    private List<String> arguments;
    private WireConnection calls;

    private Extension(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    /** Waits until the child runs and has called in. */
    void awaitCalls() {
      ChildLine.this.awaitCalls(this);
    }

    Kernel32 kernel32() {
      awaitCalls();
      return new WireKernel32(() -> calls);
    }

    List<String> arguments() {
      awaitCalls();
      return arguments;
    }

    void exit(int exitCode) {
      awaitCalls();
      try {
        new DataOutputStream(control.getOutputStream()).writeInt(exitCode);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    /** Lets the child end and waits until it has; false where it has not called in. */
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
}
