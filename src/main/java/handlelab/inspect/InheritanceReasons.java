package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Explains one child's table from what is known: matches its rows with the parent's, and gives each
 * a reason. Used by one thread, once.
 *
 * <p>An inherited row has the parent's value, object, access and flags (Documented: CreateProcessW,
 * "Handle inheritance"). So a child's row is matched with the parent's row of the same value where
 * both point to one object; only rows left over are compared with all of the parent's.
 */
final class InheritanceReasons {
  private static final String CLOSED_BY_PARENT = "; the parent has closed its own since";

  /** A child's row and the parent's row for the same object. */
  private record Match(HandleRow parentRow, boolean isClosedByParent) {}

  private final InheritanceFacts facts;
  private final SameObject sameObject;
  private final Map<Handle, HandleRow> before;
  private final Map<Handle, HandleRow> after;
  private final Set<Long> standard;
  private final Set<Long> listed;
  private final Set<Handle> matchedValues = new HashSet<>();
  private Map<String, List<HandleRow>> sharedByType;

  InheritanceReasons(InheritanceFacts facts, SameObject sameObject) {
    this.facts = facts;
    this.sameObject = sameObject;
    this.before = facts.before() == null ? null : byValue(facts.before());
    this.after = byValue(facts.after());
    this.standard = facts.standardValues();
    this.listed = facts.listedValues();
  }

  private static Map<Handle, HandleRow> byValue(List<HandleRow> rows) {
    Map<Handle, HandleRow> map = new HashMap<>();
    rows.forEach(row -> map.put(row.handle(), row));
    return map;
  }

  /**
   * @param others the rows of the processes that are neither parent nor child
   */
  InheritanceReport report(Supplier<List<HandleRow>> others) {
    List<HandleRow> near = new ArrayList<>(facts.child());
    near.addAll(facts.after());
    InheritanceHolders holders =
        new InheritanceHolders(
            sameObject,
            near,
            () -> {
              // Its own process handles must not be found as holders.
              sameObject.close();
              return others.get();
            });
    List<InheritedRow> childRows = new ArrayList<>();
    for (HandleRow row : facts.child()) {
      childRows.add(explain(row, holders));
    }
    List<UninheritedRow> stayed = new ArrayList<>();
    UninheritedReasons reasons = new UninheritedReasons(facts, before, standard, listed, childRows);
    for (HandleRow row : facts.after()) {
      if (!matchedValues.contains(row.handle())) {
        stayed.add(reasons.explain(row));
      }
    }
    return new InheritanceReport(
        facts.parentId(),
        facts.childId(),
        Optional.ofNullable(facts.terms()),
        facts.isSuspended(),
        childRows,
        stayed);
  }

  private InheritedRow explain(HandleRow row, InheritanceHolders holders) {
    Match match = sameValue(row);
    boolean isSameValue = match != null;
    boolean cameByList = facts.isSuspended() && row.inheritable() && isListed(row.handle());
    if (match == null && !cameByList) {
      match = otherValue(row);
    }
    InheritanceVerdict verdict =
        facts.push(row.handle()).map(InheritanceVerdict::pushed).orElse(null);
    if (verdict == null && cameByList) {
      verdict = listed(row, match == null || match.isClosedByParent);
    } else if (verdict == null) {
      verdict = match == null ? withoutMatch(row) : withMatch(row, match);
    }
    Optional<HandleRow> parentRow =
        Optional.ofNullable(match).filter(m -> !m.isClosedByParent).map(Match::parentRow);
    boolean isStandard = match != null && isStandard(match.parentRow.handle());
    InheritedRow explained =
        new InheritedRow(
            row,
            parentRow,
            verdict.reason(),
            verdict.why(),
            verdict.call(),
            isStandard,
            List.of(),
            Math.max(0, row.usageCount() - 1));
    if (!explained.isFromParent()) {
      return explained;
    }
    if (isSameValue) {
      matchedValues.add(row.handle());
    }
    List<InheritanceHolder> found = holders.find(row, parentRow.orElse(null));
    return new InheritedRow(
        row,
        parentRow,
        verdict.reason(),
        verdict.why(),
        verdict.call(),
        isStandard,
        found,
        Math.max(0, row.usageCount() - 1 - found.size()));
  }

  private boolean isStandard(Handle parentHandle) {
    return standard.contains(InheritanceFacts.value(parentHandle));
  }

  private boolean isListed(Handle handle) {
    return listed != null && listed.contains(InheritanceFacts.value(handle));
  }

  /** The parent's row of the same value, where it is for the same object. */
  private Match sameValue(HandleRow row) {
    HandleRow now = after.get(row.handle());
    if (now != null) {
      SameObject.Answer answer = sameObject.compare(row, now);
      if (answer == SameObject.Answer.SAME
          || (answer == SameObject.Answer.UNKNOWN && looksInherited(row, now))) {
        return new Match(now, false);
      }
    }
    HandleRow then = before == null ? null : before.get(row.handle());
    if (then == null) {
      return null;
    }
    boolean isKnown = row.objectAddress() != 0 && then.objectAddress() != 0;
    boolean isSame =
        isKnown ? row.objectAddress() == then.objectAddress() : looksInherited(row, then);
    return isSame && facts.isSuspended() ? new Match(then, true) : null;
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
      for (HandleRow candidate : facts.after()) {
        if (candidate.usageCount() != 1) {
          sharedByType
              .computeIfAbsent(candidate.objectType(), type -> new ArrayList<>())
              .add(candidate);
        }
      }
    }
    for (HandleRow candidate : sharedByType.getOrDefault(row.objectType(), List.of())) {
      if (sameObject.isSame(row, candidate)) {
        return new Match(candidate, false);
      }
    }
    return null;
  }

  private InheritanceVerdict withMatch(HandleRow row, Match match) {
    Handle inParent = match.parentRow.handle();
    if (canBeOpenedAgain(row) && !row.inheritable() && !isStandard(inParent)) {
      return openedAgain(inParent);
    }
    if (!inParent.equals(row.handle())) {
      return underOtherValue(inParent);
    }
    String closed = match.isClosedByParent ? CLOSED_BY_PARENT : "";
    InheritanceTerms terms = facts.terms();
    if (terms == null || (!facts.isSuspended() && !row.inheritable())) {
      return row.inheritable()
          ? InheritanceVerdict.of(
              InheritanceReason.INHERIT_FLAG,
              "inherited: same value and object, and its inherit flag is set; whether a handle"
                  + " list named it cannot be seen"
                  + closed,
              flagCall(inParent))
          : InheritanceVerdict.of(
              InheritanceReason.SHARED,
              "the parent's object under the same value, but its inherit flag is not set:"
                  + " inherited and the flag cleared since, or duplicated");
    }
    if (isListed(inParent)) {
      return listed(match.parentRow, match.isClosedByParent);
    }
    boolean isStandard = isStandard(inParent);
    if (terms.inheritHandles() && listed == null && row.inheritable()) {
      return InheritanceVerdict.of(
          InheritanceReason.INHERIT_FLAG,
          "its inherit flag is set"
              + flagWords(inParent)
              + (isStandard ? "; it is a standard handle" : "")
              + closed,
          flagCall(inParent));
    }
    if (isStandard) {
      return InheritanceVerdict.of(
          InheritanceReason.STANDARD_HANDLE, "a standard handle, handed on at creation" + closed);
    }
    return InheritanceVerdict.of(
        InheritanceReason.SHARED,
        "the parent's object under the same value, though "
            + (terms.inheritHandles()
                ? "the handle list does not name it"
                : "inheritance was off"));
  }

  private InheritanceVerdict listed(HandleRow row, boolean isClosedByParent) {
    return InheritanceVerdict.of(
        InheritanceReason.HANDLE_LIST,
        "the handle list names it"
            + flagCall(row.handle()).map(call -> "; inheritable since " + call).orElse("")
            + (isClosedByParent ? CLOSED_BY_PARENT : ""),
        flagCall(row.handle()));
  }

  /**
   * Each opening of a file makes an object of its own; of other objects with a name it finds the
   * one that is there. Every process has such: its desktop, the directory of known libraries. A
   * process or thread that runs can find others by their ids.
   */
  private boolean canBeOpenedAgain(HandleRow row) {
    return switch (row.objectType()) {
      case "File" -> false;
      case "Process", "Thread" -> !facts.isSuspended();
      default -> row.objectName() != null;
    };
  }

  private InheritanceVerdict openedAgain(Handle inParent) {
    return facts.isSuspended()
        ? InheritanceVerdict.of(
            InheritanceReason.START_UP,
            "made by the system for the new process; the parent has the same object as " + inParent)
        : InheritanceVerdict.of(
            InheritanceReason.UNKNOWN,
            "the parent has the same object as "
                + inParent
                + ": opened by its name or id, or duplicated, or inherited and the flag cleared since");
  }

  private InheritanceVerdict underOtherValue(Handle inParent) {
    if (isStandard(inParent)) {
      return InheritanceVerdict.of(
          InheritanceReason.STANDARD_HANDLE,
          "a duplicate of the parent's standard handle " + inParent + ", made at creation");
    }
    if (facts.isSuspended()) {
      return InheritanceVerdict.of(
          InheritanceReason.SHARED,
          "the parent has it as "
              + inParent
              + ": a duplicate that the system made at creation, as it does for standard handles,"
              + " or that somebody pushed in since");
    }
    return InheritanceVerdict.of(
        InheritanceReason.SHARED, "the parent has it as " + inParent + ": a duplicate");
  }

  private InheritanceVerdict withoutMatch(HandleRow row) {
    if (facts.isSuspended()) {
      return InheritanceVerdict.of(
          InheritanceReason.START_UP, "not the parent's: made by the system for the new process");
    }
    return row.inheritable()
        ? InheritanceVerdict.of(
            InheritanceReason.UNKNOWN,
            "the parent has no such object now: made by the child, pushed in by another process,"
                + " or inherited and closed by the parent since")
        : InheritanceVerdict.of(
            InheritanceReason.OWN,
            "not the parent's: made by the child, or pushed in by another process");
  }

  /** The call that set the flag, unless it came when the child was there already. */
  private Optional<Call> flagCall(Handle inParent) {
    return facts
        .logged(inParent)
        .flatMap(handle -> handle.inheritFlagSince(true))
        .filter(call -> !facts.isAfterCreation(call));
  }

  private String flagWords(Handle inParent) {
    return flagCall(inParent).map(call -> ", since " + call).orElse("");
  }
}
