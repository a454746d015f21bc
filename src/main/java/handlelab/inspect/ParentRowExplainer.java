package handlelab.inspect;

import handlelab.api.HandleRow;
import java.util.List;
import java.util.Optional;

/** Says why rows of the parent are not in the child's table. Immutable. */
final class ParentRowExplainer {
  private final InheritanceEvidence evidence;
  private final boolean somethingCame;

  ParentRowExplainer(InheritanceEvidence evidence, List<InheritedRow> childRows) {
    this.evidence = evidence;
    this.somethingCame =
        childRows.stream().anyMatch(row -> row.reason() == InheritanceReason.INHERIT_FLAG);
  }

  ExplainedRow explain(HandleRow row) {
    ExplainedRow explained = openedLater(row);
    if (explained != null) {
      return explained;
    }
    return evidence.terms() == null ? withoutTerms(row) : withTerms(row);
  }

  private ExplainedRow openedLater(HandleRow row) {
    Optional<Call> opened = evidence.logged(row.handle()).flatMap(LoggedHandle::openedBy);
    boolean isOfCreation =
        evidence.creation() != null && opened.equals(Optional.of(evidence.creation()));
    if (isOfCreation) {
      return ExplainedRow.of(
          row,
          InheritanceReason.OPENED_LATER,
          "it is a handle of the child itself, made after the child's table",
          opened);
    }
    if (opened.isPresent() && evidence.isAfterCreation(opened.get())) {
      return later(row, opened);
    }
    if (evidence.before() == null) {
      return null;
    }
    HandleRow then = evidence.before().get(row.handle());
    boolean isOther =
        then == null
            || !then.objectType().equals(row.objectType())
            || (then.objectAddress() != 0 && then.objectAddress() != row.objectAddress());
    return isOther ? later(row, opened) : null;
  }

  private static ExplainedRow later(HandleRow row, Optional<Call> opened) {
    return ExplainedRow.of(
        row,
        InheritanceReason.OPENED_LATER,
        "opened "
            + opened.map(call -> "by " + call + ", ").orElse("")
            + "when the child was there already",
        opened);
  }

  private ExplainedRow withTerms(HandleRow row) {
    if (!evidence.terms().inheritHandles()) {
      return ExplainedRow.of(
          row, InheritanceReason.INHERITANCE_OFF, "the child was created with inheritance off");
    }
    if (!wasSetAtCreation(row)) {
      return row.inheritable() ? flagSetLater(row) : flagNotSet(row);
    }
    if (evidence.hasList() && !evidence.isListed(row.handle())) {
      return ExplainedRow.of(
          row,
          InheritanceReason.NOT_IN_LIST,
          "the handle list does not name it"
              + (evidence.isStandard(row.handle()) ? ", though it is a standard handle" : ""));
    }
    return ExplainedRow.of(
        row,
        InheritanceReason.UNKNOWN,
        evidence.isSuspended()
            ? "its inherit flag is set now; perhaps it was not at the creation"
            : "it was to be inherited: the child has closed it since, or its inherit flag was set"
                + " later");
  }

  private boolean wasSetAtCreation(HandleRow row) {
    if (evidence.before() != null) {
      return evidence.before().get(row.handle()).inheritable();
    }
    boolean isChangedSince =
        evidence
            .flagSince(row.handle(), row.inheritable())
            .map(evidence::isAfterCreation)
            .orElse(false);
    return row.inheritable() != isChangedSince;
  }

  private ExplainedRow flagSetLater(HandleRow row) {
    Optional<Call> since = evidence.flagSince(row.handle(), true);
    return ExplainedRow.of(
        row,
        InheritanceReason.FLAG_SET_LATER,
        "its inherit flag was set "
            + since.map(call -> "by " + call + ", ").orElse("")
            + "when the child was there already",
        since);
  }

  private ExplainedRow withoutTerms(HandleRow row) {
    if (!row.inheritable()) {
      return flagNotSet(row);
    }
    return ExplainedRow.of(
        row,
        InheritanceReason.UNKNOWN,
        "its inherit flag is set now: "
            + (somethingCame ? "" : "inheritance was off, ")
            + "a handle list left it out, it was opened or flagged later, or the child closed it");
  }

  /** Not set, and by which call it is so: the one that cleared it, else the one that opened it. */
  private ExplainedRow flagNotSet(HandleRow row) {
    Optional<Call> since = evidence.flagSince(row.handle(), false);
    Optional<Call> opened = evidence.logged(row.handle()).flatMap(LoggedHandle::openedBy);
    boolean isCleared = since.isPresent() && !since.equals(opened);
    return ExplainedRow.of(
        row,
        InheritanceReason.FLAG_NOT_SET,
        "its inherit flag is not set"
            + (evidence.isListed(row.handle()) ? ", though the handle list names it" : "")
            + since
                .map(call -> (isCleared ? ": cleared by " : ": opened so by ") + call)
                .orElse(""),
        since);
  }
}
