package handlelab.contract;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.story.stage.StageChild;
import java.util.List;

/**
 * How to start a {@link TestProcess}: the parameters of {@code CreateProcessW} that matter for
 * handles.
 *
 * @param commandLineTail what follows the program's own arguments on the command line, as written
 */
record Launch(
    String commandLineTail,
    SecurityAttributes processAttributes,
    SecurityAttributes threadAttributes,
    boolean inheritHandles,
    int creationFlags,
    StartupInfo startupInfo) {

  /** Nothing is inherited. */
  static Launch plain() {
    return new Launch("", null, null, false, 0, StartupInfo.DEFAULT);
  }

  /** All inheritable handles are inherited. */
  static Launch inheriting() {
    return new Launch("", null, null, true, 0, StartupInfo.DEFAULT);
  }

  /** The listed handles are inherited. */
  static Launch inheritingOnly(Handle... handles) {
    return inheriting().startup(new StartupInfo(null, null, null, List.of(handles)));
  }

  Launch tail(String tail) {
    return new Launch(
        tail, processAttributes, threadAttributes, inheritHandles, creationFlags, startupInfo);
  }

  Launch attributes(SecurityAttributes process, SecurityAttributes thread) {
    return new Launch(commandLineTail, process, thread, inheritHandles, creationFlags, startupInfo);
  }

  Launch flags(int flags) {
    return new Launch(
        commandLineTail, processAttributes, threadAttributes, inheritHandles, flags, startupInfo);
  }

  Launch startup(StartupInfo info) {
    return new Launch(
        commandLineTail, processAttributes, threadAttributes, inheritHandles, creationFlags, info);
  }

  /** Starts the child by a call of {@code creator}. */
  ProcessInformation create(Kernel32 creator, StageChild child) {
    return creator.createProcess(
        null,
        child.commandLine() + " " + commandLineTail,
        processAttributes,
        threadAttributes,
        inheritHandles,
        creationFlags,
        null,
        null,
        startupInfo);
  }
}
