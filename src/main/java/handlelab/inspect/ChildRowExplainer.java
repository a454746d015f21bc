package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Explains one child's table from what is known: matches its rows with the parent's, and gives each
 * a reason. Used by one thread, once.
 *
 * <p>An inherited row has the parent's value, object, access and flags (Documented: CreateProcessW,
 * "Handle inheritance"). So a child's row is matched with the parent's row of the same value where
 * both point to one object; only rows left over are compared with all of the parent's.
 */
final class ChildRowExplainer {
  private static final String CLOSED_BY_PARENT = "; the parent has closed its own since";

  /** A child's row and the parent's row for the same object. */
  private record Match(HandleRow parentRow, boolean isClosedByParent) {}

  private final InheritanceEvidence evidence;
  private final ObjectIdentity identity;
  private Map<String, List<HandleRow>> sharedByType;

  ChildRowExplainer(InheritanceEvidence evidence, ObjectIdentity identity) {
    this.evidence = evidence;
    this.identity = identity;
  }

  /** Explains a row of the child, without its holders. */
  InheritedRow explain(HandleRow row) {
    Match match = sameValue(row);
    boolean cameByList =
        evidence.isSuspended() && row.inheritable() && evidence.isListed(row.handle());
    if (match == null && !cameByList) {
      match = otherValue(row);
    }
    Optional<Call> push = evidence.push(row.handle());
    ExplainedRow explained;
    if (push.isPresent()) {
      explained =
          ExplainedRow.of(row, InheritanceReason.DUPLICATED, "pushed in by " + push.get(), push);
    } else if (cameByList) {
      explained = listed(row, row.handle(), match == null || match.isClosedByParent);
    } else {
      explained = match == null ? withoutMatch(row) : withMatch(row, match);
    }
    return new InheritedRow(
        explained,
        Optional.ofNullable(match).filter(m -> !m.isClosedByParent).map(Match::parentRow),
        match != null && evidence.isStandard(match.parentRow.handle()),
        List.of(),
        Math.max(0, row.usageCount() - 1));
  }

  /** The parent's row of the same value, where it is for the same object. */
  private Match sameValue(HandleRow row) {
    HandleRow now = evidence.after().get(row.handle());
    if (now != null) {
      ObjectIdentity.Answer answer = identity.compare(row, now);
      if (answer == ObjectIdentity.Answer.SAME
          || (answer == ObjectIdentity.Answer.UNKNOWN && looksInherited(row, now))) {
        return new Match(now, false);
      }
    }
    HandleRow then = evidence.before() == null ? null : evidence.before().get(row.handle());
    if (then == null) {
      return null;
    }
    boolean isKnown = row.objectAddress() != 0 && then.objectAddress() != 0;
    boolean isSame =
        isKnown ? row.objectAddress() == then.objectAddress() : looksInherited(row, then);
    return isSame && evidence.isSuspended() ? new Match(then, true) : null;
  }

  /** For where the objects cannot be compared: all that inheritance keeps is the same. */
  private static boolean looksInherited(HandleRow row, HandleRow parentRow) {
    return row.inheritable()
        && parentRow.inheritable()
        && row.grantedAccess() == parentRow.grantedAccess()
        && row.objectType().equals(parentRow.objectType())
        && Objects.equals(row.objectName(), parentRow.objectName());
  }

  /** A row of the parent for the same object under another value. */
  private Match otherValue(HandleRow row) {
    if (row.usageCount() == 1) {
      return null;
    }
    if (sharedByType == null) {
      sharedByType = new HashMap<>();
      for (HandleRow candidate : evidence.after().values()) {
        if (candidate.usageCount() != 1) {
          sharedByType
              .computeIfAbsent(candidate.objectType(), type -> new ArrayList<>())
              .add(candidate);
        }
      }
    }
    for (HandleRow candidate : sharedByType.getOrDefault(row.objectType(), List.of())) {
      if (identity.isSame(row, candidate)) {
        return new Match(candidate, false);
      }
    }
    return null;
  }

  private ExplainedRow withMatch(HandleRow row, Match match) {
    Handle inParent = match.parentRow.handle();
    if (canBeOpenedAgain(row) && !row.inheritable() && !evidence.isStandard(inParent)) {
      return openedAgain(row, inParent);
    }
    if (!inParent.equals(row.handle())) {
      return underOtherValue(row, inParent);
    }
    String closed = match.isClosedByParent ? CLOSED_BY_PARENT : "";
    InheritanceTerms terms = evidence.terms();
    if (terms == null || (!evidence.isSuspended() && !row.inheritable())) {
      return row.inheritable()
          ? ExplainedRow.of(
              row,
              InheritanceReason.INHERIT_FLAG,
              "inherited: same value and object, and its inherit flag is set; whether a handle"
                  + " list named it cannot be seen"
                  + closed,
              flagCall(inParent))
          : ExplainedRow.of(
              row,
              InheritanceReason.SHARED,
              "the parent's object under the same value, but its inherit flag is not set:"
                  + " inherited and the flag cleared since, or duplicated");
    }
    if (evidence.isListed(inParent)) {
      return listed(row, inParent, match.isClosedByParent);
    }
    boolean isStandard = evidence.isStandard(inParent);
    if (terms.inheritHandles() && !evidence.hasList() && row.inheritable()) {
      return ExplainedRow.of(
          row,
          InheritanceReason.INHERIT_FLAG,
          "its inherit flag is set"
              + flagWords(inParent)
              + (isStandard ? "; it is a standard handle" : "")
              + closed,
          flagCall(inParent));
    }
    if (isStandard) {
      return ExplainedRow.of(
          row,
          InheritanceReason.STANDARD_HANDLE,
          "a standard handle, handed on at creation" + closed);
    }
    return ExplainedRow.of(
        row,
        InheritanceReason.SHARED,
        "the parent's object under the same value, though "
            + (terms.inheritHandles()
                ? "the handle list does not name it"
                : "inheritance was off"));
  }

  private ExplainedRow listed(HandleRow row, Handle inParent, boolean isClosedByParent) {
    return ExplainedRow.of(
        row,
        InheritanceReason.HANDLE_LIST,
        "the handle list names it"
            + flagCall(inParent).map(call -> "; inheritable since " + call).orElse("")
            + (isClosedByParent ? CLOSED_BY_PARENT : ""),
        flagCall(inParent));
  }

  /**
   * Each opening of a file makes an object of its own; of other objects with a name it finds the
   * one that is there. Every process has such: its desktop, the directory of known libraries. A
   * process or thread that runs can find others by their ids.
   */
  private boolean canBeOpenedAgain(HandleRow row) {
    return switch (row.objectType()) {
      case "File" -> isOfConsole(row);
      case "Process", "Thread" -> !evidence.isSuspended();
      default -> row.objectName() != null;
    };
  }

  /** A console child begins with handles to its console that no flag explains. */
  private static boolean isOfConsole(HandleRow row) {
    return row.objectName() != null && row.objectName().startsWith("\\Device\\ConDrv");
  }

  private ExplainedRow openedAgain(HandleRow row, Handle inParent) {
    return evidence.isSuspended()
        ? ExplainedRow.of(
            row,
            InheritanceReason.START_UP,
            "made by the system for the new process; the parent has the same object as " + inParent)
        : ExplainedRow.of(
            row,
            InheritanceReason.UNKNOWN,
            "the parent has the same object as "
                + inParent
                + ": opened by its name or id, or duplicated, or inherited and the flag cleared"
                + " since");
  }

  private ExplainedRow underOtherValue(HandleRow row, Handle inParent) {
    if (evidence.isStandard(inParent)) {
      return ExplainedRow.of(
          row,
          InheritanceReason.STANDARD_HANDLE,
          "a duplicate of the parent's standard handle " + inParent + ", made at creation");
    }
    if (evidence.isSuspended()) {
      return ExplainedRow.of(
          row,
          InheritanceReason.SHARED,
          "the parent has it as "
              + inParent
              + ": a duplicate that the system made at creation, as it does for standard handles,"
              + " or that somebody pushed in since");
    }
    return ExplainedRow.of(
        row, InheritanceReason.SHARED, "the parent has it as " + inParent + ": a duplicate");
  }

  private ExplainedRow withoutMatch(HandleRow row) {
    if (evidence.isSuspended()) {
      return ExplainedRow.of(
          row,
          InheritanceReason.START_UP,
          "not the parent's: made by the system for the new process");
    }
    return row.inheritable()
        ? ExplainedRow.of(
            row,
            InheritanceReason.UNKNOWN,
            "the parent has no such object now: made by the child, pushed in by another process,"
                + " or inherited and closed by the parent since")
        : ExplainedRow.of(
            row,
            InheritanceReason.OWN,
            "not the parent's: made by the child, or pushed in by another process");
  }

  /** The call that set the flag, unless it came when the child was there already. */
  private Optional<Call> flagCall(Handle inParent) {
    return evidence.flagSince(inParent, true).filter(call -> !evidence.isAfterCreation(call));
  }

  private String flagWords(Handle inParent) {
    return flagCall(inParent).map(call -> ", since " + call).orElse("");
  }
}
