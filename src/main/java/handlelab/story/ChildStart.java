package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.story.stage.StageChild;
import java.util.List;

/** How a child is started: by default it inherits nothing and runs at once. */
public final class ChildStart {
  private final Performance performance;
  private final Actor creator;
  private final String name;
  private List<String> arguments = List.of();
  private SecurityAttributes processAttributes;
  private SecurityAttributes threadAttributes;
  private boolean inheritHandles;
  private int creationFlags;
  private List<Handle> inheritOnly;
  private Handle standardInput;

  ChildStart(Performance performance, Actor creator, String name) {
    this.performance = performance;
    this.creator = creator;
    this.name = name;
  }

  /** {@code bInheritHandles} is TRUE. */
  public ChildStart inheriting() {
    inheritHandles = true;
    return this;
  }

  /** A handle list; {@code bInheritHandles} stays as it is. */
  public ChildStart list(Handle... handles) {
    inheritOnly = List.of(handles);
    return this;
  }

  /** The child's standard input, with {@code STARTF_USESTDHANDLES}; the two others are NULL. */
  public ChildStart standardInput(Handle handle) {
    standardInput = handle;
    return this;
  }

  /** {@code CREATE_SUSPENDED}. */
  public ChildStart suspended() {
    creationFlags |= Win32.CREATE_SUSPENDED;
    return this;
  }

  /** The creator's handle to the process is inheritable. */
  public ChildStart processHandleInheritable() {
    processAttributes = SecurityAttributes.INHERITABLE;
    return this;
  }

  /** The creator's handle to the main thread is inheritable. */
  public ChildStart threadHandleInheritable() {
    threadAttributes = SecurityAttributes.INHERITABLE;
    return this;
  }

  /** What follows on the command line. */
  public ChildStart arguments(String... words) {
    arguments = List.of(words);
    return this;
  }

  /** Starts the child; {@code statement} is what this step shows. */
  public Child starts(String statement) {
    return start(creator.succeeds(statement));
  }

  /** The child cannot be started, with one of these codes. */
  public void fails(String statement, int... errorCodes) {
    var unused = start(creator.fails(statement, errorCodes));
  }

  /**
   * Starts the child by {@code CreateProcessW}.
   *
   * @param recorder what {@link Actor#step} or {@link Actor#calls} of the creating process gives
   * @return null if the call failed and the recorder does not throw
   */
  public Child start(Kernel32 recorder) {
    StageChild prepared = performance.prepare(name, arguments);
    StartupInfo startup =
        inheritOnly == null && standardInput == null
            ? null
            : new StartupInfo(standardInput, null, null, inheritOnly);
    ProcessInformation made =
        recorder.createProcess(
            null,
            prepared.commandLine(),
            processAttributes,
            threadAttributes,
            inheritHandles,
            creationFlags,
            null,
            null,
            startup);
    return made == null ? null : performance.child(made.processId());
  }
}
