package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known when the tables of a parent and its child are explained. Immutable.
 *
 * @param before the parent's rows before the child was created, by value; null if they are not
 *     known
 * @param after the parent's rows after the child's were read, by value
 * @param terms null if they are not known
 * @param creation the logged call that created the child; null if there is none
 * @param log of the parent's calls; null if there is none
 * @param isSuspended whether the child has not run yet
 * @param standardHandles of the parent, as far as they are known
 */
record InheritanceEvidence(
    int childId,
    Map<Handle, HandleRow> before,
    Map<Handle, HandleRow> after,
    InheritanceTerms terms,
    Call creation,
    CallLog log,
    boolean isSuspended,
    StandardHandles standardHandles) {

  static Map<Handle, HandleRow> byValue(List<HandleRow> rows) {
    Map<Handle, HandleRow> map = new LinkedHashMap<>();
    rows.forEach(row -> map.put(row.handle(), row));
    return map;
  }

  /** Tells if it is a standard handle of the parent, or one that the creation named. */
  boolean isStandard(Handle parentHandle) {
    return standardHandles.contains(parentHandle)
        || (terms != null && terms.standard().contains(parentHandle));
  }

  boolean hasList() {
    return terms != null && terms.handleList() != null;
  }

  boolean isListed(Handle handle) {
    return hasList() && terms.lists(handle);
  }

  Optional<LoggedHandle> logged(Handle parentHandle) {
    return log == null ? Optional.empty() : log.handle(parentHandle);
  }

  /** The call since which the parent's handle has that inherit flag. */
  Optional<Call> flagSince(Handle parentHandle, boolean flag) {
    return logged(parentHandle).flatMap(handle -> handle.inheritFlagSince(flag));
  }

  Optional<Call> push(Handle childHandle) {
    return log == null ? Optional.empty() : log.push(childId, childHandle);
  }

  /** Tells if the call is known to have begun after the child was there. */
  boolean isAfterCreation(Call call) {
    return creation != null && call.isAfter(creation);
  }
}
