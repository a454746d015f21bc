package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The program that tests run in other JVMs: does what its first argument says. */
final class Probe {
  private Probe() {}

  /**
   * Runs one command; what it does with handles it says into a mailslot.
   *
   * @param arguments a command and its parameters
   */
  public static void main(String[] arguments) throws Exception {
    try (Backend backend = Backends.open(BackendKind.SIMULATED)) {
      Kernel32 kernel32 = backend.kernel32();
      switch (arguments[0]) {
        case "join" -> join(kernel32);
        case "hold" -> hold(kernel32, handle(arguments[1]));
        case "terminate-self" -> kernel32.terminateProcess(handle(arguments[1]), 77);
        case "start-holder" -> startHolder(kernel32, handle(arguments[1]));
        case "exit" -> backend.exit(Integer.parseInt(arguments[1]));
        case "join-and-system-exit" -> {
          join(kernel32);
          System.exit(Integer.parseInt(arguments[1]));
        }
        case "join-and-exit" -> joinAndExit(backend, Integer.parseInt(arguments[1]));
        case "creator" -> creator(kernel32, handle(arguments[1]), arguments[2]);
        case "greedy-creator" -> greedyCreator(kernel32, handle(arguments[1]));
        case "start-cat" -> startCat(kernel32, handle(arguments[1]), handle(arguments[2]));
        case "copy" -> System.in.transferTo(System.out);
        case "say" -> System.out.print(arguments[1] + " in " + kernel32.getCurrentProcessId());
        case "call" -> call(kernel32);
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  private static Handle handle(String value) {
    return new Handle(Long.decode(value));
  }

  /** Prints its process id and waits for the end of its input. */
  private static void join(Kernel32 kernel32) throws IOException {
    System.out.println(kernel32.getCurrentProcessId());
    System.in.transferTo(System.err);
  }

  /** Tells its host's process id and waits for ever. */
  private static void hold(Kernel32 kernel32, Handle out) {
    ServerFixture.write(kernel32, out, Long.toString(ProcessHandle.current().pid()));
    var unused = kernel32.waitForSingleObject(Handle.CURRENT_PROCESS, Win32.INFINITE);
  }

  /** Prints its process id, and exits once its input ends. */
  private static void joinAndExit(Backend backend, int exitCode) throws IOException {
    join(backend.kernel32());
    backend.exit(exitCode);
  }

  /** Makes a call for each line of its input, and prints what became of it. */
  private static void call(Kernel32 kernel32) throws IOException {
    System.out.println(kernel32.getCurrentProcessId());
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      try {
        System.out.println(kernel32.getHandleInformation(Handle.CURRENT_PROCESS));
      } catch (RuntimeException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Starts a child, tells its id and its own host's, and waits for ever. */
  private static void creator(Kernel32 kernel32, Handle out, String commandLine) {
    int child = KernelDoor.createChild(kernel32, 0, commandLine).processId();
    ServerFixture.write(kernel32, out, ProcessHandle.current().pid() + " " + child);
    var unused = kernel32.waitForSingleObject(Handle.CURRENT_PROCESS, Win32.INFINITE);
  }

  /** Starts a child between two pipes, closes its own ends, and waits for ever. */
  private static void startCat(Kernel32 kernel32, Handle in, Handle out) {
    var handles = new StartupInfo(in, out, null, List.of(in, out));
    var unused = kernel32.createProcess(null, "cat", null, null, true, 0, null, null, handles);
    kernel32.closeHandle(in);
    kernel32.closeHandle(out);
    kernel32.waitForSingleObject(Handle.CURRENT_PROCESS, Win32.INFINITE);
  }

  /** Starts a child, takes all descriptors there are, tells the child's id, and waits for ever. */
  private static void greedyCreator(Kernel32 kernel32, Handle out) {
    int child = KernelDoor.createChild(kernel32, 0, "sh -c \"sleep 1; exit 5\"").processId();
    // All classes that are needed later are loaded by this.
    ServerFixture.write(kernel32, out, "created");
    List<Closeable> open = new ArrayList<>();
    try {
      while (true) {
        open.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      ServerFixture.write(kernel32, out, Integer.toString(child));
    }
    var unused = kernel32.waitForSingleObject(Handle.CURRENT_PROCESS, Win32.INFINITE);
    throw new IllegalStateException("it ended with " + open.size() + " descriptors");
  }

  /** Starts a child that holds, and ends. */
  private static void startHolder(Kernel32 kernel32, Handle out) {
    String command = ServerFixture.probeCommandLine("hold", out);
    ServerFixture.write(
        kernel32, out, Integer.toString(KernelDoor.createChild(kernel32, 0, command).processId()));
  }
}
