package handlelab.backend;

import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import java.nio.file.Path;
import java.util.List;

/** Ways into the shared simulated kernel that only tests need. Stateless; any thread. */
public final class KernelDoor {
  private KernelDoor() {}

  /** A further process of the kernel in {@code folder}, which is started where it does not run. */
  public static Backend open(Path folder) {
    return SharedBackend.openFurther(RuntimeFolder.of(folder));
  }

  /** The process that {@code token} stands for, though this JVM is not the child's. */
  public static Backend claim(Path folder, String token) {
    var hello = new Handshake.Hello.Join("child", token, null);
    ClientProcess client = ClientProcess.start(RuntimeFolder.of(folder), hello);
    return new SharedBackend(new SharedKernel32(client, false));
  }

  /** Creates a child without a console: the test's own is how Maven talks to it. */
  public static ProcessInformation createChild(
      Kernel32 kernel32, int creationFlags, String commandLine) {
    return kernel32.createProcess(
        null,
        commandLine,
        null,
        null,
        true,
        creationFlags | Win32.CREATE_NO_WINDOW,
        null,
        null,
        StartupInfo.DEFAULT);
  }

  /** The variable in which a child finds its token. */
  public static String tokenVariable() {
    return ChildStart.TOKEN_VARIABLE;
  }

  /** The socket of the kernel in {@code folder}. */
  public static Path socket(Path folder) {
    return RuntimeFolder.of(folder).socket();
  }

  /** The servers that run in {@code folder}. */
  public static List<ProcessHandle> servers(Path folder) {
    String main = SimulatedKernelServer.class.getName();
    String path = RuntimeFolder.of(folder).path().toString();
    return ProcessHandle.allProcesses()
        // The shell that starts a server has the same words, and may not have ended yet.
        .filter(process -> process.info().command().orElse("").contains("java"))
        .filter(
            process -> {
              String[] words = process.info().arguments().orElse(new String[0]);
              return words.length > 1
                  && words[words.length - 1].equals(path)
                  && words[words.length - 2].equals(main);
            })
        .toList();
  }
}
