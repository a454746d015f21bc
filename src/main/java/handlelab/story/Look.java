package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.util.List;

/**
 * What one look at the tables of a chapter's processes saw.
 *
 * @param standing what was there without a row that points to it
 */
record Look(List<Seen> tables, List<Standing> standing) {
  static final Look NOTHING = new Look(List.of(), List.of());

  /**
   * An object without a row, or, with no label, a mailslot without an object.
   *
   * @param what in words
   * @param resource the mailslot
   */
  record Standing(String label, String type, String what, String resource) {}

  /** A row and the label of its object. */
  record SeenRow(HandleRow row, String label) {}

  /**
   * One table.
   *
   * @param others rows that the tour did not make
   */
  record Seen(Actor actor, Actor.State state, List<SeenRow> rows, int others) {
    SeenRow row(Handle handle) {
      for (SeenRow seen : rows) {
        if (seen.row().handle().value() == (handle.value() & ~3L)) {
          return seen;
        }
      }
      return null;
    }
  }

  /** The table of a process, or null where the process was not there. */
  Seen of(Actor actor) {
    for (Seen seen : tables) {
      if (seen.actor() == actor) {
        return seen;
      }
    }
    return null;
  }

  /** A row of a process, or null. */
  SeenRow row(Actor actor, Handle handle) {
    Seen seen = of(actor);
    return seen == null ? null : seen.row(handle);
  }

  /** Whether an object was there, with rows or without. */
  boolean has(String label) {
    return usageCount(label) > 0
        || standing.stream().anyMatch(object -> object.label().equals(label));
  }

  /** The usage count of an object, 0 where no shown row points to it. */
  int usageCount(String label) {
    for (Seen seen : tables) {
      for (SeenRow row : seen.rows()) {
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
