package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.StartupInfo;
import java.util.List;

/**
 * What a call of {@code CreateProcessW} said about inheritance.
 *
 * @param inheritHandles whether inheritance was on
 * @param handleList the handle list; null if there was none
 * @param standard the standard handles that the call named; none if it left them to the system
 */
public record InheritanceTerms(
    boolean inheritHandles, List<Handle> handleList, StandardHandles standard) {
  /**
   * {@return the terms of a call of {@code CreateProcessW} with these arguments}
   *
   * @param inheritHandles whether inheritance was on
   * @param startupInfo null for the default
   */
  public static InheritanceTerms of(boolean inheritHandles, StartupInfo startupInfo) {
    StartupInfo startup = startupInfo == null ? StartupInfo.DEFAULT : startupInfo;
    List<Handle> list = startup.inheritOnly();
    return new InheritanceTerms(
        inheritHandles, list == null ? null : List.copyOf(list), StandardHandles.of(startup));
  }

  /** Tells if there is a handle list that names the handle. */
  boolean lists(Handle handle) {
    return handleList != null
        && handleList.stream().anyMatch(listed -> StandardHandles.isSameValue(listed, handle));
  }

  /** Such as {@code inheritance on, handle list of 2}. */
  @Override
  public String toString() {
    if (!inheritHandles) {
      return "inheritance off";
    }
    return "inheritance on, "
        + (handleList == null ? "no handle list" : "handle list of " + handleList.size());
  }
}
