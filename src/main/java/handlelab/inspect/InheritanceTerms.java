package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.StartupInfo;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a call of {@code CreateProcessW} said about inheritance.
 *
 * @param inheritHandles whether inheritance was on
 * @param handleList the handle list; null where there was none
 * @param standardHandles the standard handles that the call named, without those that are NULL or
 *     -1; empty where it left them to the system
 */
public record InheritanceTerms(
    boolean inheritHandles, List<Handle> handleList, List<Handle> standardHandles) {
  public InheritanceTerms {
    handleList = handleList == null ? null : List.copyOf(handleList);
    standardHandles = List.copyOf(standardHandles);
  }

  /**
   * The terms of a call with these arguments.
   *
   * @param startupInfo null for the default
   */
  public static InheritanceTerms of(boolean inheritHandles, StartupInfo startupInfo) {
    StartupInfo startup = startupInfo == null ? StartupInfo.DEFAULT : startupInfo;
    List<Handle> standard =
        Stream.of(startup.standardInput(), startup.standardOutput(), startup.standardError())
            .filter(Objects::nonNull)
            .filter(handle -> handle.value() != 0 && !handle.equals(Handle.INVALID))
            .distinct()
            .toList();
    return new InheritanceTerms(inheritHandles, startup.inheritOnly(), standard);
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
