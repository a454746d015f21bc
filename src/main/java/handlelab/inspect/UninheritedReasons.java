package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says why rows of the parent are not in the child's table. Immutable. */
final class UninheritedReasons {
  private final InheritanceFacts facts;
  private final Map<Handle, HandleRow> before;
  private final Set<Long> standard;
  private final Set<Long> listed;
  private final boolean somethingCame;

  /**
   * @param before the parent's rows before the creation, by value; null where nobody looked
   * @param listed null where there is no handle list, or none is known
   */
  UninheritedReasons(
      InheritanceFacts facts,
      Map<Handle, HandleRow> before,
      Set<Long> standard,
      Set<Long> listed,
      List<InheritedRow> childRows) {
    this.facts = facts;
    this.before = before;
    this.standard = standard;
    this.listed = listed;
    this.somethingCame =
        childRows.stream().anyMatch(row -> row.reason() == InheritanceReason.INHERIT_FLAG);
  }

  UninheritedRow explain(HandleRow row) {
    InheritanceVerdict verdict = openedLater(row);
    if (verdict == null) {
      verdict = facts.terms() == null ? withoutTerms(row) : withTerms(row);
    }
    return new UninheritedRow(row, verdict.reason(), verdict.why(), verdict.call());
  }

  private InheritanceVerdict openedLater(HandleRow row) {
    Optional<Call> opened = facts.logged(row.handle()).flatMap(LoggedHandle::openedBy);
    boolean isOfCreation = facts.creation() != null && opened.equals(Optional.of(facts.creation()));
    if (isOfCreation) {
      return InheritanceVerdict.of(
          InheritanceReason.OPENED_LATER,
          "it is a handle of the child itself, made after the child's table",
          opened);
    }
    if (opened.isPresent() && facts.isAfterCreation(opened.get())) {
      return later(opened);
    }
    if (before == null) {
      return null;
    }
    HandleRow then = before.get(row.handle());
    boolean isOther =
        then == null
            || !then.objectType().equals(row.objectType())
            || (then.objectAddress() != 0 && then.objectAddress() != row.objectAddress());
    return isOther ? later(opened) : null;
  }

  private static InheritanceVerdict later(Optional<Call> opened) {
    return InheritanceVerdict.of(
        InheritanceReason.OPENED_LATER,
        "opened "
            + opened.map(call -> "by " + call + ", ").orElse("")
            + "when the child was there already",
        opened);
  }

  private InheritanceVerdict withTerms(HandleRow row) {
    if (!facts.terms().inheritHandles()) {
      return InheritanceVerdict.of(
          InheritanceReason.INHERITANCE_OFF, "the child was created with inheritance off");
    }
    if (!wasSetAtCreation(row)) {
      return row.inheritable() ? flagSetLater(row) : flagNotSet(row);
    }
    Long value = InheritanceFacts.value(row.handle());
    if (listed != null && !listed.contains(value)) {
      return InheritanceVerdict.of(
          InheritanceReason.NOT_IN_LIST,
          "the handle list does not name it"
              + (standard.contains(value) ? ", though it is a standard handle" : ""));
    }
    return InheritanceVerdict.of(
        InheritanceReason.UNKNOWN,
        facts.isSuspended()
            ? "its inherit flag is set now; perhaps it was not at the creation"
            : "it was to be inherited: the child has closed it since, or its inherit flag was set"
                + " later");
  }

  private boolean wasSetAtCreation(HandleRow row) {
    if (before != null) {
      return before.get(row.handle()).inheritable();
    }
    boolean isChangedSince =
        flagSince(row, row.inheritable()).map(facts::isAfterCreation).orElse(false);
    return row.inheritable() != isChangedSince;
  }

  private InheritanceVerdict flagSetLater(HandleRow row) {
    Optional<Call> since = flagSince(row, true);
    return InheritanceVerdict.of(
        InheritanceReason.FLAG_SET_LATER,
        "its inherit flag was set "
            + since.map(call -> "by " + call + ", ").orElse("")
            + "when the child was there already",
        since);
  }

  private InheritanceVerdict withoutTerms(HandleRow row) {
    if (!row.inheritable()) {
      return flagNotSet(row);
    }
    return InheritanceVerdict.of(
        InheritanceReason.UNKNOWN,
        "its inherit flag is set now: "
            + (somethingCame ? "" : "inheritance was off, ")
            + "a handle list left it out, it was opened or flagged later, or the child closed it");
  }

  /** Not set, and by which call it is so: the one that cleared it, else the one that opened it. */
  private InheritanceVerdict flagNotSet(HandleRow row) {
    Optional<Call> since = flagSince(row, false);
    Optional<Call> opened = facts.logged(row.handle()).flatMap(LoggedHandle::openedBy);
    boolean isCleared = since.isPresent() && !since.equals(opened);
    return InheritanceVerdict.of(
        InheritanceReason.FLAG_NOT_SET,
        "its inherit flag is not set"
            + (listed != null && listed.contains(InheritanceFacts.value(row.handle()))
                ? ", though the handle list names it"
                : "")
            + since
                .map(call -> (isCleared ? ": cleared by " : ": opened so by ") + call)
                .orElse(""),
        since);
  }

  private Optional<Call> flagSince(HandleRow row, boolean flag) {
    return facts.logged(row.handle()).flatMap(handle -> handle.inheritFlagSince(flag));
  }
}
