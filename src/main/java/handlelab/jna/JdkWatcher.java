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
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Tells a recorder of the files and sockets that the JDK opens and closes. The places are the few
 * that all its classes go through: where a descriptor comes from the system, and where it goes back
 * to it, also if a cleaner does that. Any thread may call.
 */
final class JdkWatcher implements BiConsumer<String, Object[]> {
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
    MethodHandles.Lookup descriptor = in(FileDescriptor.class);
    number = descriptor.findGetter(FileDescriptor.class, "fd", int.class);
    handle = descriptor.findGetter(FileDescriptor.class, "handle", long.class);
    Class<?> cleanable = Class.forName("java.io.FileCleanable");
    collectedNumber = in(cleanable).findGetter(cleanable, "fd", int.class).asType(of(int.class));
    collectedHandle =
        in(cleanable).findGetter(cleanable, "handle", long.class).asType(of(long.class));
    MethodHandles.Lookup socket = in(SocketImpl.class);
    socketDescriptor = socket.findGetter(SocketImpl.class, "fd", FileDescriptor.class);
    socketAddress = socket.findGetter(SocketImpl.class, "address", InetAddress.class);
    socketPort = socket.findGetter(SocketImpl.class, "port", int.class);
    Class<?> net = Class.forName("sun.nio.ch.Net", false, null);
    localAddress =
        in(net)
            .findStatic(
                net,
                "localAddress",
                MethodType.methodType(InetSocketAddress.class, FileDescriptor.class));
    filteredInput =
        in(FilterInputStream.class).findGetter(FilterInputStream.class, "in", InputStream.class);
    filteredOutput =
        in(FilterOutputStream.class)
            .findGetter(FilterOutputStream.class, "out", OutputStream.class);
  }

  private static MethodHandles.Lookup in(Class<?> type) throws IllegalAccessException {
    return MethodHandles.privateLookupIn(type, MethodHandles.lookup());
  }

  private static MethodType of(Class<?> result) {
    return MethodType.methodType(result, Object.class);
  }

  /** Begins to watch. */
  static JdkWatcher install(Instrumentation instrumentation, Recorder recorder)
      throws ReflectiveOperationException, UnmodifiableClassException {
    Set<Module> own = Set.of(JdkWatcher.class.getModule());
    instrumentation.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of("java.io", own, "java.net", own, "sun.nio.ch", own),
        Set.of(),
        Map.of());
    JdkWatcher watcher = new JdkWatcher(recorder);
    HookClass.watch(watcher);
    MethodWeaver.installAll(instrumentation, weavers());
    return watcher;
  }

  private static List<EventWeaver> weavers() {
    String net = "sun.nio.ch.Net";
    String unix = "sun.nio.ch.UnixDomainSockets";
    String descriptor = "(Ljava/io/FileDescriptor;";
    String family = "(Ljava/net/ProtocolFamily;";
    String address = family + "Ljava/io/FileDescriptor;Ljava/net/InetAddress;I)";
    return List.of(
        atEnd("java.io.FileInputStream", "open", "(", false, "file"),
        atEnd("java.io.FileOutputStream", "open", "(", false, "file"),
        atEnd("java.io.RandomAccessFile", "open", "(", false, "file"),
        atEnd("sun.nio.ch.FileChannelImpl", "open", descriptor, true, "channel"),
        atEnd(net, "socket", family, true, "socket"),
        atEnd(net, "serverSocket", family, true, "socket"),
        atEnd(unix, "socket", "(", true, "socket"),
        atEnd("sun.nio.ch.NioSocketImpl", "accept", "(", false, "accepted"),
        atEnd(
            "sun.nio.ch.SocketChannelImpl",
            "<init>",
            "(Ljava/nio/channels/spi/SelectorProvider;Ljava/net/ProtocolFamily;Ljava/io/File",
            false,
            "accepted channel"),
        atEnd(net, "bind", address, true, "bound"),
        atBegin(net, "connect", address, true, "connected"),
        atBegin(unix, "bind", descriptor + "Ljava/nio/file/Path;", true, "path"),
        atBegin(unix, "connect", descriptor + "Ljava/nio/file/Path;", true, "path"),
        atBegin("java.io.FileDescriptor", "close", "(", false, "closed"),
        atBegin("java.io.FileCleanable", "performCleanup", "(", false, "collected"),
        // Each is there in some version of the JDK or on some system.
        atBegin("sun.nio.ch.SocketDispatcher", "close", "(", false, "closed socket"),
        atBegin("sun.nio.ch.DatagramDispatcher", "close", "(", false, "closed socket"),
        atBegin("sun.nio.ch.UnixDispatcher", "close", "(", false, "closed socket"));
  }

  private static EventWeaver atBegin(
      String className, String method, String parameters, boolean isStatic, String event) {
    return new EventWeaver(className, method, parameters, isStatic, false, event);
  }

  private static EventWeaver atEnd(
      String className, String method, String parameters, boolean isStatic, String event) {
    return new EventWeaver(className, method, parameters, isStatic, true, event);
  }

  /**
   * Called by the JDK.
   *
   * @param values the object, or null; the arguments; the result, or null
   */
  @Override
  public void accept(String event, Object[] values) {
    if (isBusy.get()) {
      return;
    }
    isBusy.set(true);
    try {
      note(event, values);
    } catch (Throwable e) {
      recorder.problem("a file or socket of the JDK: " + e);
    } finally {
      isBusy.remove();
    }
  }

  private void note(String event, Object[] values) throws Throwable {
    Object last = values[values.length - 1];
    switch (event) {
      case "file" -> opened(FILE, null, descriptorOf(values[0]), (String) values[1]);
      case "channel" -> {
        Object parent = values[values.length - 2];
        if (parent == null) {
          opened(FILE, null, (FileDescriptor) values[1], (String) values[2]);
        }
      }
      case "socket" -> opened(SOCKET, null, (FileDescriptor) last, null);
      case "accepted" -> {
        SocketImpl socket = (SocketImpl) values[1];
        InetAddress address = (InetAddress) socketAddress.invokeExact(socket);
        String name = text(address, (int) socketPort.invokeExact(socket));
        opened(SOCKET, null, (FileDescriptor) socketDescriptor.invokeExact(socket), name);
      }
      case "accepted channel" -> {
        String name = values[4] == null ? null : text(values[4]);
        opened(SOCKET, null, (FileDescriptor) values[3], name);
      }
      case "bound" -> {
        FileDescriptor bound = (FileDescriptor) values[2];
        named(bound, text((InetSocketAddress) localAddress.invokeExact(bound)));
      }
      case "connected" ->
          named((FileDescriptor) values[2], text((InetAddress) values[3], (int) values[4]));
      case "path" -> named((FileDescriptor) values[1], String.valueOf(values[2]));
      case "closed" -> closed(value((FileDescriptor) values[0]), false);
      case "closed socket" -> closed(value((FileDescriptor) values[1]), false);
      case "collected" -> {
        long collected = (long) collectedHandle.invokeExact(values[0]);
        closed(collected == NONE ? (int) collectedNumber.invokeExact(values[0]) : collected, true);
      }
      default -> throw new IllegalArgumentException(event);
    }
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

  private void named(FileDescriptor descriptor, String name) throws Throwable {
    recorder.namedByJdk(value(descriptor), name);
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
    if (isBusy.get()) {
      return;
    }
    isBusy.set(true);
    try {
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
    } catch (Throwable e) {
      recorder.problem("the pipes of a child: " + e);
    } finally {
      isBusy.remove();
    }
  }
}
