package handlelab.api;

import java.util.List;

/**
 * The parts of {@code STARTUPINFOEXW} that decide which handles a child gets.
 *
 * <p>If any of the standard handles is not null, the three are passed with {@code
 * STARTF_USESTDHANDLES}; if all are null, they are left to the system.
 *
 * @param standardInput the child's standard input; null for none
 * @param standardOutput the child's standard output; null for none
 * @param standardError the child's standard error; null for none
 * @param inheritOnly the {@code PROC_THREAD_ATTRIBUTE_HANDLE_LIST}; null for no list
 */
public record StartupInfo(
    Handle standardInput, Handle standardOutput, Handle standardError, List<Handle> inheritOnly) {
  /** Leaves the standard handles to the system, and has no handle list. */
  public static final StartupInfo DEFAULT = new StartupInfo(null, null, null, null);

  /** {@return whether any standard handle is not null: {@code STARTF_USESTDHANDLES}} */
  public boolean hasStandardHandles() {
    return standardInput != null || standardOutput != null || standardError != null;
  }
}
