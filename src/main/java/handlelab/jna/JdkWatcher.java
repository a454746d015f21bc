package handlelab.jna;

import handlelab.recorder.Recorder;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketImpl;
import java.util.List;

/**
 * Tells a recorder of the files and sockets that the JDK opens and closes. The places are the few
 * that all its classes go through: where a descriptor comes from the system, and where it goes back
 * to it, also if a cleaner does that. Any thread may call.
 */
final class JdkWatcher {
  /** Notes what a method of the JDK does, as {@link MethodWeaver.Listener} is told. */
  private interface Event {
    void happened(Object[] values) throws Throwable;
  }

  private static final String FILE = "File";
  private static final String SOCKET = "Socket";

  /** The values that stand for no descriptor. */
  private static final long NONE = -1;

  private final Recorder recorder;
  private final MethodHandle number;
  private final MethodHandle handle;
  private final MethodHandle collectedNumber;
  private final MethodHandle collectedHandle;
  private final MethodHandle socketDescriptor;
  private final MethodHandle socketAddress;
  private final MethodHandle socketPort;
  private final MethodHandle localAddress;
  private final MethodHandle filteredInput;
  private final MethodHandle filteredOutput;

  /** What this class does may open files, too, such as those of classes. */
  private final ThreadLocal<Boolean> isBusy = ThreadLocal.withInitial(() -> false);

  private JdkWatcher(Recorder recorder) throws ReflectiveOperationException {
    this.recorder = recorder;
    number = getter(FileDescriptor.class, "fd", int.class);
    handle = getter(FileDescriptor.class, "handle", long.class);
    Class<?> cleanable = Class.forName("java.io.FileCleanable");
    collectedNumber = getter(cleanable, "fd", int.class).asType(of(int.class));
    collectedHandle = getter(cleanable, "handle", long.class).asType(of(long.class));
    socketDescriptor = getter(SocketImpl.class, "fd", FileDescriptor.class);
    socketAddress = getter(SocketImpl.class, "address", InetAddress.class);
    socketPort = getter(SocketImpl.class, "port", int.class);
    Class<?> net = Class.forName("sun.nio.ch.Net", false, null);
    localAddress =
        in(net)
            .findStatic(
                net,
                "localAddress",
                MethodType.methodType(InetSocketAddress.class, FileDescriptor.class));
    filteredInput = getter(FilterInputStream.class, "in", InputStream.class);
    filteredOutput = getter(FilterOutputStream.class, "out", OutputStream.class);
  }

  private static MethodHandles.Lookup in(Class<?> type) throws ReflectiveOperationException {
    return MethodHandles.privateLookupIn(type, HookClass.jdkLookup());
  }

  private static MethodHandle getter(Class<?> owner, String name, Class<?> type)
      throws ReflectiveOperationException {
    return in(owner).findGetter(owner, name, type);
  }

  private static MethodType of(Class<?> result) {
    return MethodType.methodType(result, Object.class);
  }

  /** Begins to watch. */
  static JdkWatcher install(Instrumentation instrumentation, Recorder recorder)
      throws ReflectiveOperationException, UnmodifiableClassException {
    JdkWatcher watcher = new JdkWatcher(recorder);
    MethodWeaver.install(instrumentation, watcher.weavers());
    return watcher;
  }

  private List<MethodWeaver> weavers() {
    String net = "sun.nio.ch.Net";
    String unix = "sun.nio.ch.UnixDomainSockets";
    String family = "(Ljava/net/ProtocolFamily;";
    String descriptor = "(Ljava/io/FileDescriptor;";
    String path = descriptor + "Ljava/nio/file/Path;";
    String address = family + "Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)";
    String accepted =
        "(Ljava/nio/channels/spi/SelectorProvider;Ljava/net/ProtocolFamily;Ljava/io/File";
    Event file = values -> opened(FILE, null, descriptorOf(values[0]), (String) values[1]);
    Event socket = values -> opened(SOCKET, null, (FileDescriptor) values[values.length - 1], null);
    Event named = values -> named(values[1], String.valueOf(values[2]));
    Event closed = values -> closed(value((FileDescriptor) values[1]), false);
    return List.of(
        atEnd("java.io.FileInputStream", "open", "(", file),
        atEnd("java.io.FileOutputStream", "open", "(", file),
        atEnd("java.io.RandomAccessFile", "open", "(", file),
        atEnd("sun.nio.ch.FileChannelImpl", "open", descriptor, this::openedChannel),
        atEnd(net, "socket", family, socket),
        atEnd(net, "serverSocket", family, socket),
        atEnd(unix, "socket", "(", socket),
        atEnd("sun.nio.ch.NioSocketImpl", "accept", "(", this::accepted),
        atEnd("sun.nio.ch.SocketChannelImpl", "<init>", accepted, this::acceptedChannel),
        atEnd(net, "bind", address, this::bound),
        atBegin(
            net,
            "connect",
            address,
            values -> named(values[2], text((InetAddress) values[3], (int) values[4]))),
        atBegin(unix, "bind", path, named),
        atBegin(unix, "connect", path, named),
        atBegin(
            "java.io.FileDescriptor",
            "close",
            "(",
            values -> closed(value((FileDescriptor) values[0]), false)),
        atBegin("java.io.FileCleanable", "performCleanup", "(", this::collected),
        // Each is there in some version of the JDK or on some system.
        atBegin("sun.nio.ch.SocketDispatcher", "close", "(", closed),
        atBegin("sun.nio.ch.DatagramDispatcher", "close", "(", closed),
        atBegin("sun.nio.ch.UnixDispatcher", "close", "(", closed));
  }

  private MethodWeaver atBegin(String className, String method, String parameters, Event event) {
    return MethodWeaver.atBegin(className, method, parameters, listener(event));
  }

  private MethodWeaver atEnd(String className, String method, String parameters, Event event) {
    return MethodWeaver.atEnd(className, method, parameters, listener(event));
  }

  private MethodWeaver.Listener listener(Event event) {
    return values -> {
      note("a file or socket of the JDK: ", event, values);
      return values[values.length - 1];
    };
  }

  /**
   * Notes an event.
   *
   * @param what for the problem, if there is one
   */
  private void note(String what, Event event, Object... values) {
    if (isBusy.get()) {
      return;
    }
    isBusy.set(true);
    try {
      event.happened(values);
    } catch (Throwable e) {
      recorder.problem(what + e);
    } finally {
      isBusy.remove();
    }
  }

  private void openedChannel(Object[] values) throws Throwable {
    Object parent = values[values.length - 2];
    if (parent == null) {
      opened(FILE, null, (FileDescriptor) values[1], (String) values[2]);
    }
  }

  private void accepted(Object[] values) throws Throwable {
    SocketImpl socket = (SocketImpl) values[1];
    InetAddress address = (InetAddress) socketAddress.invokeExact(socket);
    String name = text(address, (int) socketPort.invokeExact(socket));
    opened(SOCKET, null, (FileDescriptor) socketDescriptor.invokeExact(socket), name);
  }

  private void acceptedChannel(Object[] values) throws Throwable {
    String name = values[4] == null ? null : text(values[4]);
    opened(SOCKET, null, (FileDescriptor) values[3], name);
  }

  private void bound(Object[] values) throws Throwable {
    FileDescriptor bound = (FileDescriptor) values[2];
    named(bound, text((InetSocketAddress) localAddress.invokeExact(bound)));
  }

  private void collected(Object[] values) throws Throwable {
    long collected = (long) collectedHandle.invokeExact(values[0]);
    closed(collected == NONE ? (int) collectedNumber.invokeExact(values[0]) : collected, true);
  }

  private static String text(InetAddress address, int port) {
    return text(new InetSocketAddress(address, port));
  }

  private static String text(Object address) {
    String text = address.toString();
    return text.startsWith("/") ? text.substring(1) : text;
  }

  private static FileDescriptor descriptorOf(Object stream) throws IOException {
    if (stream instanceof FileInputStream input) {
      return input.getFD();
    }
    if (stream instanceof FileOutputStream output) {
      return output.getFD();
    }
    return stream instanceof RandomAccessFile file ? file.getFD() : null;
  }

  /** The stream below a buffer; the stream itself if it has none. */
  private Object unfiltered(Object stream) throws Throwable {
    if (stream instanceof FilterInputStream input) {
      return (InputStream) filteredInput.invokeExact(input);
    }
    return stream instanceof FilterOutputStream output
        ? (OutputStream) filteredOutput.invokeExact(output)
        : stream;
  }

  /** The handle on Windows, but of sockets; the descriptor elsewhere. */
  private long value(FileDescriptor descriptor) throws Throwable {
    if (descriptor == null) {
      return NONE;
    }
    long value = (long) handle.invokeExact(descriptor);
    return value == NONE ? (int) number.invokeExact(descriptor) : value;
  }

  private void opened(String type, String role, FileDescriptor descriptor, String name)
      throws Throwable {
    opened(type, role, value(descriptor), name);
  }

  private void opened(String type, String role, long value, String name) {
    if (value != NONE) {
      recorder.openedByJdk(type, role, value, name);
    }
  }

  private void named(Object descriptor, String name) throws Throwable {
    recorder.namedByJdk(value((FileDescriptor) descriptor), name);
  }

  private void closed(long value, boolean isCollected) {
    if (value != NONE) {
      recorder.closedByJdk(value, isCollected);
    }
  }

  /**
   * Notes the pipes to and from a child. The program closes them, but for systems where the JDK
   * does so when the child ends.
   *
   * @param program for people
   */
  void started(Process process, String program) {
    note("the pipes of a child: ", values -> openedPipes(process, program));
  }

  private void openedPipes(Process process, String program) throws Throwable {
    long input = value(descriptorOf(unfiltered(process.getOutputStream())));
    long output = value(descriptorOf(unfiltered(process.getInputStream())));
    long error = value(descriptorOf(unfiltered(process.getErrorStream())));
    opened(FILE, "stdin", input, program);
    opened(FILE, "stdout", output, program);
    opened(FILE, "stderr", error, program);
    if (File.separatorChar == '/' && !process.isAlive()) {
      // Perhaps the JDK had closed them before they were noted; their descriptors tell no more.
      closed(input, true);
      closed(output, true);
      closed(error, true);
    }
  }
}
