package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
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
  record Row(HandleRow row, String label) {}

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
}
