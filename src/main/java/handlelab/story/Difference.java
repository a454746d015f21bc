package handlelab.story;

import handlelab.api.HandleRow;
import handlelab.inspect.AccessNames;
import java.util.ArrayList;
import java.util.List;

/** Two looks side by side, with what differs marked. Stateless. */
final class Difference {
  private Difference() {}

  /**
   * The tables of the second snapshot beside those of the first; ended processes are shown once.
   */
  static List<TableView> of(Snapshot before, Snapshot after) {
    List<TableView> views = new ArrayList<>();
    for (Snapshot.Table now : after.tables()) {
      Snapshot.Table then = before.of(now.actor());
      if (then != null && then.state() == Actor.State.ENDED) {
        continue;
      }
      List<Snapshot.Row> old = then == null ? List.of() : then.rows();
      views.add(
          new TableView(
              now.actor().name(),
              now.actor().processId(),
              then == null ? null : then.state().word,
              now.state().word,
              marked(old, now, RowView.Mark.GONE),
              marked(now.rows(), then, RowView.Mark.NEW),
              now.others()));
    }
    return List.copyOf(views);
  }

  private static List<RowView> marked(
      List<Snapshot.Row> rows, Snapshot.Table other, RowView.Mark alone) {
    List<RowView> views = new ArrayList<>();
    for (Snapshot.Row row : rows) {
      Snapshot.Row match = other == null ? null : other.row(row.row().handle());
      RowView.Mark mark =
          match == null ? alone : isEqual(row, match) ? RowView.Mark.SAME : RowView.Mark.CHANGED;
      boolean counted = match != null && match.row().usageCount() != row.row().usageCount();
      views.add(view(row, mark, counted));
    }
    return List.copyOf(views);
  }

  private static boolean isEqual(Snapshot.Row one, Snapshot.Row other) {
    HandleRow first = one.row();
    HandleRow second = other.row();
    return one.label().equals(other.label())
        && first.grantedAccess() == second.grantedAccess()
        && first.inheritable() == second.inheritable()
        && first.protectedFromClose() == second.protectedFromClose();
  }

  private static RowView view(Snapshot.Row seen, RowView.Mark mark, boolean counted) {
    HandleRow row = seen.row();
    return new RowView(
        row.handle().value(),
        seen.label(),
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
