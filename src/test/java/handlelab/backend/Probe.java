package handlelab.backend;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.io.IOException;

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
        case "slot" -> slot(kernel32, arguments[1]);
        case "report" -> report(kernel32, handle(arguments[1]), Integer.parseInt(arguments[2]));
        case "hold" -> hold(kernel32, handle(arguments[1]));
        case "terminate-self" -> kernel32.terminateProcess(handle(arguments[1]), 77);
        case "start-holder" -> startHolder(kernel32, handle(arguments[1]));
        case "plain-child" -> plainChild(kernel32, handle(arguments[1]));
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

  /** Creates the slot, prints its process id, and reads for ever. */
  private static void slot(Kernel32 kernel32, String name) {
    Handle slot = ServerFixture.createSlot(kernel32, name);
    System.out.println(kernel32.getCurrentProcessId());
    System.out.println("read " + ServerFixture.read(kernel32, slot));
  }

  /** Tells who it is and what it knows of the inherited handle, and exits with a code. */
  private static void report(Kernel32 kernel32, Handle out, int exitCode) {
    ServerFixture.write(
        kernel32,
        out,
        kernel32.getCurrentProcessId() + " flags " + kernel32.getHandleInformation(out));
    System.exit(exitCode);
  }

  /** Tells its host's process id and waits for ever. */
  private static void hold(Kernel32 kernel32, Handle out) {
    ServerFixture.write(kernel32, out, Long.toString(ProcessHandle.current().pid()));
    var unused = kernel32.waitForSingleObject(Handle.CURRENT_PROCESS, Win32.INFINITE);
  }

  /** Starts a child that holds, and ends. */
  private static void startHolder(Kernel32 kernel32, Handle out) {
    String command = ServerFixture.probeCommandLine("hold", out);
    ServerFixture.write(
        kernel32, out, Integer.toString(KernelDoor.createChild(kernel32, 0, command).processId()));
  }

  /** Starts a JVM past the kernel, which gets this one's environment, and waits for its end. */
  private static void plainChild(Kernel32 kernel32, Handle out) throws Exception {
    var command = new java.util.ArrayList<>(ServerFixture.javaCommand());
    command.add("join");
    Process child = new ProcessBuilder(command).start();
    String line = child.inputReader().readLine();
    child.getOutputStream().close();
    child.waitFor();
    ServerFixture.write(kernel32, out, kernel32.getCurrentProcessId() + " " + line);
    try {
      kernel32.closeHandle(out);
    } catch (Win32Exception e) {
      throw new AssertionError(e);
    }
  }
}
