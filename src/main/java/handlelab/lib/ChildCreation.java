package handlelab.lib;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import java.util.Arrays;
import java.util.Objects;

/** The start of one child, as its builder describes it. Used by one thread. */
final class ChildCreation {
  private final ChildProcess.Builder asked;
  private final Kernel32 kernel32;

  ChildCreation(ChildProcess.Builder asked, Kernel32 kernel32) {
    this.asked = asked;
    this.kernel32 = kernel32;
  }

  /** Does what {@link ChildProcess.Builder#start} says. */
  ChildProcess start() {
    if (asked.redirectStreams) {
      return startRedirected();
    }
    checkStandardHandles();
    // Without a list the child would also get what is inheritable for somebody else's child.
    boolean inheritsAll = asked.inheritHandles && asked.inheritOnly == null;
    var child =
        new ChildProcess(
            kernel32, inheritsAll ? InheritanceWindow.withoutList(this::create) : create());
    if (!asked.suspended) {
      child.closeThread();
    }
    return child;
  }

  private ChildProcess startRedirected() {
    boolean isOther = Arrays.stream(asked.standardHandles).anyMatch(Objects::nonNull);
    if (asked.inheritHandles || isOther) {
      throw new IllegalStateException(
          "redirected streams are all that the child inherits: use ChildLaunch to give more");
    }
    try (ChildLaunch launch = ChildLaunch.of(kernel32)) {
      launch
          .environment(asked.environment)
          .directory(asked.directory)
          .redirectStreams(asked.redirectErrorStream);
      if (asked.suspended) {
        launch.suspended();
      }
      return launch.start(asked.command);
    }
  }

  /** The system hands on such values unchecked; the child would find nothing, or another object. */
  private void checkStandardHandles() {
    String[] streams = {"input", "output", "error"};
    for (int i = 0; i < streams.length; i++) {
      Handle handle = asked.standardHandles[i];
      if (handle == null || handle.value() <= 0) {
        continue;
      }
      String fault = null;
      if (!asked.inheritHandles) {
        fault = "inheritance is off: call inheritOnly with it";
      } else if (asked.inheritOnly != null && !asked.inheritOnly.contains(handle)) {
        fault = "the handle list does not name it: add it to inheritOnly";
      } else if ((kernel32.getHandleInformation(handle) & Win32.HANDLE_FLAG_INHERIT) == 0) {
        fault = "it is not inheritable: call SetHandleInformation first";
      }
      if (fault != null) {
        throw new IllegalArgumentException(
            "standard " + streams[i] + " " + handle + " would be no handle of the child: " + fault);
      }
    }
  }

  private ProcessInformation create() {
    Handle[] standard = asked.standardHandles;
    try {
      return kernel32.createProcess(
          null,
          CommandLine.join(asked.command),
          null,
          null,
          asked.inheritHandles,
          asked.suspended ? Win32.CREATE_SUSPENDED : 0,
          asked.environment,
          asked.directory,
          new StartupInfo(standard[0], standard[1], standard[2], asked.inheritOnly));
    } catch (Win32Exception e) {
      throw Hint.starting(e, asked.command.get(0));
    }
  }
}
