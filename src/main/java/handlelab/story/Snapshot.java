package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.inspect.AccessNames;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of the processes of a chapter at one time.
 *
 * @param unreferenced what was there without a row that points to it
 */
record Snapshot(List<Table> tables, List<Unreferenced> unreferenced) {
  static final Snapshot NOTHING = new Snapshot(List.of(), List.of());

  /**
   * An object without a row, or, with no label, a mailslot without an object.
   *
   * @param what in words
   * @param resource the mailslot
   */
  record Unreferenced(String label, String type, String what, String resource) {}

  /** A row and the label of its object. */
  record Row(HandleRow row, String label) {
    private boolean isEqual(Row other) {
      return label.equals(other.label)
          && row.grantedAccess() == other.row.grantedAccess()
          && row.inheritable() == other.row.inheritable()
          && row.protectedFromClose() == other.row.protectedFromClose();
    }

    private Frame.Row view(Frame.Mark mark, boolean counted) {
      return new Frame.Row(
          row.handle().value(),
          label,
          row.objectType(),
          "0x" + Integer.toHexString(row.grantedAccess()),
          AccessNames.text(row.objectType(), row.grantedAccess()),
          row.inheritable(),
          row.protectedFromClose(),
          row.usageCount(),
          mark,
          counted);
    }
  }

  /**
   * One table.
   *
   * @param others rows that the tour did not make
   */
  record Table(Actor actor, Actor.State state, List<Row> rows, int others) {
    Row row(Handle handle) {
      for (Row seen : rows) {
        if (seen.row().handle().value() == (handle.value() & ~3L)) {
          return seen;
        }
      }
      return null;
    }

    /**
     * The rows beside those of the other side of a call.
     *
     * @param other null if the process was not there
     * @param alone how rows are marked that the other side does not have
     */
    private List<Frame.Row> marked(Table other, Frame.Mark alone) {
      List<Frame.Row> views = new ArrayList<>();
      for (Row seen : rows) {
        Row match = other == null ? null : other.row(seen.row().handle());
        Frame.Mark mark =
            match == null ? alone : seen.isEqual(match) ? Frame.Mark.SAME : Frame.Mark.CHANGED;
        boolean counted = match != null && match.row().usageCount() != seen.row().usageCount();
        views.add(seen.view(mark, counted));
      }
      return List.copyOf(views);
    }
  }

  /** The table of a process, or null if the process was not there. */
  Table of(Actor actor) {
    for (Table seen : tables) {
      if (seen.actor() == actor) {
        return seen;
      }
    }
    return null;
  }

  /** A row of a process, or null. */
  Row row(Actor actor, Handle handle) {
    Table seen = of(actor);
    return seen == null ? null : seen.row(handle);
  }

  /** Whether an object was there, with rows or without. */
  boolean has(String label) {
    return usageCount(label) > 0
        || unreferenced.stream().anyMatch(object -> object.label().equals(label));
  }

  /** The usage count of an object, 0 if no shown row points to it. */
  int usageCount(String label) {
    for (Table seen : tables) {
      for (Row row : seen.rows()) {
        if (row.label().equals(label)) {
          return row.row().usageCount();
        }
      }
    }
    return 0;
  }

  /** How many rows point to an object from processes that are not shown. */
  int elsewhere(String label) {
    long shown =
        tables.stream()
            .flatMap(seen -> seen.rows().stream())
            .filter(row -> row.label().equals(label))
            .count();
    return usageCount(label) - (int) shown;
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
              then == null ? null : then.state().word,
              now.state().word,
              then == null ? List.of() : then.marked(now, Frame.Mark.GONE),
              now.marked(then, Frame.Mark.NEW),
              now.others()));
    }
    return List.copyOf(views);
  }
}
