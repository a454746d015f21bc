package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known when a child's table is explained. Made by {@link InheritanceLook}; immutable.
 *
 * @param before the parent's table before the child was created; null where nobody looked
 * @param after the parent's table after the child's was read
 * @param child the child's table
 * @param terms null where they are not known
 * @param creation the logged call that created the child; null where there is none
 * @param log of the parent's calls; null where there is none
 * @param isSuspended whether the child has not run yet
 * @param standardHandles of the parent, as far as they are known
 */
record InheritanceFacts(
    int parentId,
    int childId,
    List<HandleRow> before,
    List<HandleRow> after,
    List<HandleRow> child,
    InheritanceTerms terms,
    Call creation,
    CallLog log,
    boolean isSuspended,
    List<Handle> standardHandles) {

  /** The values of the parent's standard handles, and of those that the creation named. */
  Set<Long> standardValues() {
    Stream<Handle> named = terms == null ? Stream.of() : terms.standardHandles().stream();
    return Stream.concat(standardHandles.stream(), named)
        .map(InheritanceFacts::value)
        .collect(Collectors.toSet());
  }

  /** The values that the handle list names; null where there is none, or none is known. */
  Set<Long> listedValues() {
    return terms == null || terms.handleList() == null
        ? null
        : terms.handleList().stream().map(InheritanceFacts::value).collect(Collectors.toSet());
  }

  /** Windows ignores the two low bits of a handle value. */
  static Long value(Handle handle) {
    return handle.value() & ~3L;
  }

  Optional<LoggedHandle> logged(Handle parentHandle) {
    return log == null ? Optional.empty() : log.handle(parentHandle);
  }

  Optional<Call> push(Handle childHandle) {
    return log == null ? Optional.empty() : log.push(childId, childHandle);
  }

  /** Whether the call is known to have begun after the child was there. */
  boolean isAfterCreation(Call call) {
    return creation != null && call.isAfter(creation);
  }
}
