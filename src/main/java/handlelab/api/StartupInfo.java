package handlelab.api;

import java.util.List;

/**
 * The parts of {@code STARTUPINFOEXW} that decide which handles a child gets.
 *
 * @param standardInput with the other two, {@code STARTF_USESTDHANDLES}; null leaves all three to
 *     the system
 * @param inheritOnly the {@code PROC_THREAD_ATTRIBUTE_HANDLE_LIST}; null for no list
 */
public record StartupInfo(
    Handle standardInput, Handle standardOutput, Handle standardError, List<Handle> inheritOnly) {
  /** Leaves the standard handles to the system, and has no handle list. */
  public static final StartupInfo DEFAULT = new StartupInfo(null, null, null, null);
}
