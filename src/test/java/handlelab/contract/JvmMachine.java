package handlelab.contract;

import static handlelab.api.Win32.CREATE_SUSPENDED;
import static handlelab.api.Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE;
import static handlelab.api.Win32.PROCESS_TERMINATE;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.inspect.CallLog;
import handlelab.lib.JavaCommand;
import handlelab.story.Recording;
import handlelab.story.SystemLabel;
import handlelab.story.stage.JvmStage;
import handlelab.story.stage.StageChild;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A kernel that this JVM's own process uses; each child is a JVM that is driven over loopback. */
final class JvmMachine implements Machine {
  private final Backend backend;

  /** This JVM goes on after a test: so what the test has open is remembered, to be closed. */
  private final CallLog parent;

  private final JvmStage stage;
  private final List<TestProcess> children = new ArrayList<>();

  private JvmMachine(BackendKind kind) {
    backend = Backends.open(kind);
    parent = CallLog.of(backend.kernel32());
    stage = new JvmStage(backend);
  }

  /** The simulated kernel that the JVMs of the tests' runtime folder share. */
  static Machine shared() {
    return new JvmMachine(BackendKind.SIMULATED);
  }

  /** The kernel32 of the system that runs the tests. */
  static Machine real() {
    return new JvmMachine(BackendKind.REAL);
  }

  @Override
  public Kernel32 kernel32() {
    return parent.kernel32();
  }

  @Override
  public HandleTables handleTables() {
    return backend.handleTables();
  }

  @Override
  public boolean has(Capability capability) {
    return capability != Capability.TABLES_OF_THEIR_OWN || backend.kind() == BackendKind.SIMULATED;
  }

  @Override
  public Map<String, String> knownDifferences() {
    return backend.description().contains("Wine 10") ? KnownDifferences.WINE_10 : Map.of();
  }

  @Override
  public boolean isUnrecordedWindows() {
    SystemLabel system = SystemLabel.of(backend.description());
    return system.isWindows() && !Recording.isShipped(system);
  }

  @Override
  public String imageName() {
    return CommandLine.join(JavaCommand.of(JvmMachine.class, List.of()).subList(0, 1));
  }

  @Override
  public TestProcess start(Kernel32 creator, Launch launch) {
    StageChild child = stage.prepareChild("child.exe", List.of());
    TestProcess process = new TestProcess(launch.create(creator, child), child);
    children.add(process);
    if ((launch.creationFlags() & CREATE_SUSPENDED) == 0) {
      var unused = process.kernel32();
    }
    return process;
  }

  @Override
  public void close() {
    stage.close();
    children.forEach(child -> endByProcessId(child.processId()));
    parent.handles().forEach(open -> close(open.handle()));
    backend.close();
  }

  private void close(Handle handle) {
    Kernel32 kernel32 = backend.kernel32();
    try {
      kernel32.setHandleInformation(handle, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
      kernel32.closeHandle(handle);
    } catch (Win32Exception gone) {
      // Another process has closed it, by DuplicateHandle.
    }
  }

  /** Ends a child that was never resumed. */
  private void endByProcessId(int processId) {
    Kernel32 kernel32 = backend.kernel32();
    try {
      Handle process = kernel32.openProcess(PROCESS_TERMINATE, false, processId);
      kernel32.terminateProcess(process, 1);
      kernel32.closeHandle(process);
    } catch (Win32Exception gone) {
      // It has ended already, which is what this is for.
    }
  }
}
