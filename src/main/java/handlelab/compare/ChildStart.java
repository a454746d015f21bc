package handlelab.compare;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import java.util.List;

/**
 * How a step starts a child: unless more is said, nothing is inherited and the child runs at once.
 */
public final class ChildStart {
  private final Step step;
  private final String role;
  private List<String> arguments = List.of();
  private SecurityAttributes processAttributes;
  private SecurityAttributes threadAttributes;
  private boolean inheritHandles;
  private int creationFlags;
  private List<Handle> inheritOnly;

  ChildStart(Step step, String role) {
    this.step = step;
    this.role = role;
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

  public ChildStart flags(int flags) {
    creationFlags = flags;
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

  /** {@code CreateProcessW}; null where it failed. */
  public ChildPlayer createProcess() {
    return step.startChild(
        role,
        arguments,
        processAttributes,
        threadAttributes,
        inheritHandles,
        creationFlags,
        inheritOnly);
  }
}
