package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.story.stage.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks at the tables of a chapter's processes, and knows what the objects are that the chapter
 * made. It changes nothing that it counts. Used by one thread.
 */
final class Observer {
  static final String SERVER_END = "server end";

  /** What an object is, in words, and the mailslot that it leads to, or null. */
  private record Description(String what, String resource) {}

  private record Described(Actor actor, Handle handle, Description description) {}

  private final Stage stage;
  private final Labels labels;
  private final Map<String, Description> descriptions = new HashMap<>();
  private final List<Described> newRows = new ArrayList<>();
  private Snapshot.Unreferenced unreferenced;

  Observer(Stage stage) {
    this.stage = stage;
    this.labels = new Labels(stage);
  }

  /** Says what a new row's object is; the first to say so is right. */
  void describe(Actor actor, Handle handle, String what, String resource) {
    newRows.add(new Described(actor, handle, new Description(what, resource)));
  }

  /** Says what is there without a row that points to it, from the next snapshot on; or null. */
  void unreferenced(Snapshot.Unreferenced object) {
    unreferenced = object;
  }

  /** Looks at the tables of these processes; one that has ended is noticed. */
  Snapshot snapshot(List<Actor> actors) {
    List<Snapshot.Table> tables = new ArrayList<>();
    List<HandleRow> all = new ArrayList<>();
    for (Actor actor : actors) {
      List<HandleRow> rows = table(actor);
      List<HandleRow> shown = new ArrayList<>(rows);
      if (!stage.isExact()) {
        shown.removeIf(row -> !actor.open().containsKey(row.handle().value()));
      }
      actor.keepOnly(rows.stream().map(row -> row.handle().value()).collect(Collectors.toSet()));
      tables.add(new Snapshot.Table(actor, actor.state(), shown, rows.size() - shown.size()));
      all.addAll(shown);
    }
    Snapshot snapshot = new Snapshot(tables, labels.of(all), unreferenced);
    for (Described each : newRows) {
      String label = snapshot.label(each.actor(), each.handle());
      if (label != null) {
        descriptions.putIfAbsent(label, each.description());
      }
    }
    newRows.clear();
    return snapshot;
  }

  private List<HandleRow> table(Actor actor) {
    if (actor.state() == Actor.State.ENDED) {
      return List.of();
    }
    try {
      return stage.handleTables().handles(actor.processId());
    } catch (Win32Exception e) {
      if (e.errorCode() != Win32Error.ERROR_INVALID_PARAMETER) {
        throw e;
      }
      actor.state(Actor.State.ENDED);
      return List.of();
    }
  }

  /** The objects that rows of either snapshot point to, and then those without a row. */
  List<Frame.KernelObject> objects(Snapshot before, Snapshot after) {
    Map<String, HandleRow> found =
        new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(label -> label));
    before.labels().forEach((row, label) -> found.putIfAbsent(label, row));
    after.labels().forEach((row, label) -> found.putIfAbsent(label, row));
    List<Frame.KernelObject> objects = new ArrayList<>();
    found.forEach(
        (label, row) -> {
          Description known =
              descriptions.getOrDefault(label, new Description(row.objectType(), null));
          int messages = known.what().equals(SERVER_END) ? messages(label, after) : -1;
          objects.add(view(label, row.objectType(), known, messages, before, after));
        });
    for (Snapshot snapshot : List.of(before, after)) {
      Snapshot.Unreferenced alone = snapshot.unreferenced();
      if (alone != null && objects.stream().noneMatch(o -> o.label().equals(alone.label()))) {
        Description description = new Description(alone.what(), alone.resource());
        objects.add(view(alone.label(), alone.type(), description, 0, before, after));
      }
    }
    return List.copyOf(objects);
  }

  /** The mailslot that a row's object leads to, or null. */
  String resource(String label) {
    return descriptions.containsKey(label) ? descriptions.get(label).resource() : null;
  }

  private static Frame.KernelObject view(
      String label,
      String type,
      Description description,
      int messages,
      Snapshot before,
      Snapshot after) {
    return new Frame.KernelObject(
        label,
        type,
        description.what(),
        description.resource(),
        messages,
        before.has(label),
        before.usageCount(label),
        before.elsewhere(label),
        after.has(label),
        after.usageCount(label),
        after.elsewhere(label));
  }

  /** The messages that wait, as a process that has the server end sees them. */
  private static int messages(String label, Snapshot snapshot) {
    for (Snapshot.Table table : snapshot.tables()) {
      if (table.actor().state() == Actor.State.RUNNING) {
        for (HandleRow row : table.rows()) {
          if (label.equals(snapshot.labels().get(row))) {
            return messages(table.actor(), row.handle());
          }
        }
      }
    }
    return -1;
  }

  private static int messages(Actor actor, Handle handle) {
    try {
      return actor.unrecorded().getMailslotInfo(handle).messageCount();
    } catch (Win32Exception e) {
      return -1;
    }
  }

  /** Values that two tables have in common, no matter which calls made the rows. */
  Set<Long> commonValues(Actor first, Actor second) {
    Set<Long> values = new LinkedHashSet<>();
    table(first).forEach(row -> values.add(row.handle().value()));
    Set<Long> others = new LinkedHashSet<>();
    table(second).forEach(row -> others.add(row.handle().value()));
    values.retainAll(others);
    return values;
  }
}
