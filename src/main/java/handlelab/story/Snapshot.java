package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.inspect.AccessNames;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The tables of the processes of a chapter at one time.
 *
 * @param labels those of all rows' objects
 * @param unreferenced what was there without a row that points to it, or null
 */
record Snapshot(List<Table> tables, Map<HandleRow, String> labels, Unreferenced unreferenced) {
  static final Snapshot NOTHING = new Snapshot(List.of(), Map.of(), null);

  /**
   * An object without a row, or, with no label, a mailslot without an object.
   *
   * @param what in words
   * @param resource the mailslot
   */
  record Unreferenced(String label, String type, String what, String resource) {}

  /**
   * One table.
   *
   * @param others rows that the tour did not make
   */
  record Table(Actor actor, Actor.State state, List<HandleRow> rows, int others) {}

  /** The table of a process, or null if the process was not there. */
  Table of(Actor actor) {
    return tables.stream().filter(table -> table.actor() == actor).findFirst().orElse(null);
  }

  /** The rows of a process; none if it was not there. */
  List<HandleRow> rows(Actor actor) {
    Table seen = of(actor);
    return seen == null ? List.of() : seen.rows();
  }

  /** A row of a process, or null. */
  HandleRow row(Actor actor, Handle handle) {
    return rows(actor).stream()
        .filter(row -> row.handle().value() == (handle.value() & ~3L))
        .findFirst()
        .orElse(null);
  }

  /** The label of a row's object, or null without the row. */
  String label(Actor actor, Handle handle) {
    HandleRow row = row(actor, handle);
    return row == null ? null : labels.get(row);
  }

  /** Whether an object was there, with rows or without. */
  boolean has(String label) {
    return usageCount(label) > 0 || (unreferenced != null && unreferenced.label().equals(label));
  }

  /** The usage count of an object, 0 if no shown row points to it. */
  int usageCount(String label) {
    return labels.entrySet().stream()
        .filter(entry -> entry.getValue().equals(label))
        .mapToInt(entry -> entry.getKey().usageCount())
        .findFirst()
        .orElse(0);
  }

  /** How many rows point to an object from processes that are not shown. */
  int elsewhere(String label) {
    return usageCount(label) - Collections.frequency(labels.values(), label);
  }

  /** The tables beside those of an earlier snapshot, with marks; ended processes are shown once. */
  List<Frame.Table> since(Snapshot before) {
    List<Frame.Table> views = new ArrayList<>();
    for (Table now : tables) {
      Table then = before.of(now.actor());
      if (then != null && then.state() == Actor.State.ENDED) {
        continue;
      }
      views.add(
          new Frame.Table(
              now.actor().name(),
              now.actor().processId(),
              then == null ? null : then.state().toString(),
              now.state().toString(),
              before.marked(now.actor(), this, Frame.Mark.GONE),
              marked(now.actor(), before, Frame.Mark.NEW),
              now.others()));
    }
    return List.copyOf(views);
  }

  /**
   * The rows of a process beside those of the other side of a call.
   *
   * @param alone how rows are marked that the other side does not have
   */
  private List<Frame.Row> marked(Actor actor, Snapshot other, Frame.Mark alone) {
    List<Frame.Row> views = new ArrayList<>();
    for (HandleRow row : rows(actor)) {
      HandleRow match = other.row(actor, row.handle());
      String label = labels.get(row);
      boolean isSame =
          match != null
              && label.equals(other.labels.get(match))
              && row.grantedAccess() == match.grantedAccess()
              && row.inheritable() == match.inheritable()
              && row.protectedFromClose() == match.protectedFromClose();
      views.add(
          new Frame.Row(
              row.handle().value(),
              label,
              row.objectType(),
              "0x" + Integer.toHexString(row.grantedAccess()),
              AccessNames.text(row.objectType(), row.grantedAccess()),
              row.inheritable(),
              row.protectedFromClose(),
              row.usageCount(),
              match == null ? alone : isSame ? Frame.Mark.SAME : Frame.Mark.CHANGED,
              match != null && match.usageCount() != row.usageCount()));
    }
    return List.copyOf(views);
  }
}
