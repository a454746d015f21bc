package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.MailslotInfo;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.story.stage.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
  private List<Snapshot.Unreferenced> unreferenced = List.of();

  Observer(Stage stage) {
    this.stage = stage;
    this.labels = new Labels(stage);
  }

  /** Says what a new row's object is; the first to say so is right. */
  void describe(Actor actor, Handle handle, String what, String resource) {
    newRows.add(new Described(actor, handle, new Description(what, resource)));
  }

  /** Says what is there without a row that points to it, from the next snapshot on. */
  void unreferenced(List<Snapshot.Unreferenced> objects) {
    unreferenced = List.copyOf(objects);
  }

  /** Looks at the tables of these processes; one that has ended is noticed. */
  Snapshot snapshot(List<Actor> actors) {
    List<HandleRow> rows = new ArrayList<>();
    Map<Actor, List<HandleRow>> shown = new LinkedHashMap<>();
    Map<Actor, Integer> others = new HashMap<>();
    for (Actor actor : actors) {
      List<HandleRow> table = table(actor);
      List<HandleRow> ofTour = new ArrayList<>(table);
      if (!stage.isExact()) {
        ofTour.removeIf(row -> !actor.open().containsKey(row.handle().value()));
      }
      actor.keepOnly(table.stream().map(row -> row.handle().value()).collect(Collectors.toSet()));
      shown.put(actor, ofTour);
      others.put(actor, table.size() - ofTour.size());
      rows.addAll(ofTour);
    }
    Map<HandleRow, String> named = labels.of(rows);
    List<Snapshot.Table> tables = new ArrayList<>();
    for (Map.Entry<Actor, List<HandleRow>> entry : shown.entrySet()) {
      List<Snapshot.Row> seen = new ArrayList<>();
      for (HandleRow row : entry.getValue()) {
        seen.add(new Snapshot.Row(row, named.get(row)));
      }
      Actor actor = entry.getKey();
      tables.add(new Snapshot.Table(actor, actor.state(), List.copyOf(seen), others.get(actor)));
    }
    Snapshot snapshot = new Snapshot(List.copyOf(tables), unreferenced);
    describe(snapshot);
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

  private void describe(Snapshot snapshot) {
    for (Described each : newRows) {
      Snapshot.Row row = snapshot.row(each.actor(), each.handle());
      if (row != null) {
        descriptions.putIfAbsent(row.label(), each.description());
      }
    }
    newRows.clear();
  }

  /** The objects that rows of either snapshot point to, and then those without a row. */
  List<Frame.KernelObject> objects(Snapshot before, Snapshot after) {
    Map<String, HandleRow> found =
        new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(label -> label));
    for (Snapshot snapshot : List.of(before, after)) {
      for (Snapshot.Table table : snapshot.tables()) {
        table.rows().forEach(row -> found.putIfAbsent(row.label(), row.row()));
      }
    }
    List<Frame.KernelObject> objects = new ArrayList<>();
    found.forEach(
        (label, row) -> {
          Description description =
              descriptions.getOrDefault(label, new Description(row.objectType(), null));
          int messages = messages(label, description, after);
          objects.add(view(label, row.objectType(), description, messages, before, after));
        });
    for (Snapshot snapshot : List.of(before, after)) {
      for (Snapshot.Unreferenced object : snapshot.unreferenced()) {
        if (objects.stream().noneMatch(known -> known.label().equals(object.label()))) {
          Description description = new Description(object.what(), object.resource());
          objects.add(view(object.label(), object.type(), description, 0, before, after));
        }
      }
    }
    return List.copyOf(objects);
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
  private static int messages(String label, Description description, Snapshot snapshot) {
    if (!description.what().equals(SERVER_END)) {
      return -1;
    }
    for (Snapshot.Table table : snapshot.tables()) {
      if (table.actor().state() == Actor.State.RUNNING) {
        for (Snapshot.Row row : table.rows()) {
          if (row.label().equals(label)) {
            return messages(table.actor(), row.row().handle());
          }
        }
      }
    }
    return -1;
  }

  private static int messages(Actor actor, Handle handle) {
    try {
      MailslotInfo info = actor.unrecorded().getMailslotInfo(handle);
      return info.messageCount();
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
