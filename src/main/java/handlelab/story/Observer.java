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

  private record Told(Actor actor, Handle handle, Description description) {}

  private final Stage stage;
  private final Labels labels;
  private final Map<String, Description> descriptions = new HashMap<>();
  private final List<Told> told = new ArrayList<>();
  private List<Look.Standing> standing = List.of();

  Observer(Stage stage) {
    this.stage = stage;
    this.labels = new Labels(stage);
  }

  /** Says what a new row's object is; the first to say so is right. */
  void tell(Actor actor, Handle handle, String what, String resource) {
    told.add(new Told(actor, handle, new Description(what, resource)));
  }

  /** Says what is there without a row that points to it, from the next look on. */
  void tellStanding(List<Look.Standing> objects) {
    standing = List.copyOf(objects);
  }

  /** Looks at the tables of these processes; one that has ended is noticed. */
  Look look(List<Actor> actors) {
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
    List<String> names = labels.of(rows);
    Map<HandleRow, String> named = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.put(rows.get(i), names.get(i));
    }
    List<Look.Seen> tables = new ArrayList<>();
    for (Map.Entry<Actor, List<HandleRow>> entry : shown.entrySet()) {
      List<Look.SeenRow> seen = new ArrayList<>();
      for (HandleRow row : entry.getValue()) {
        seen.add(new Look.SeenRow(row, named.get(row)));
      }
      Actor actor = entry.getKey();
      tables.add(new Look.Seen(actor, actor.state(), List.copyOf(seen), others.get(actor)));
    }
    Look look = new Look(List.copyOf(tables), standing);
    describe(look);
    return look;
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

  private void describe(Look look) {
    for (Told each : told) {
      Look.SeenRow row = look.row(each.actor(), each.handle());
      if (row != null) {
        descriptions.putIfAbsent(row.label(), each.description());
      }
    }
    told.clear();
  }

  /** The objects that rows of either look point to, and then those that stand without. */
  List<ObjectView> objects(Look before, Look after) {
    Map<String, HandleRow> found =
        new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(label -> label));
    for (Look look : List.of(before, after)) {
      for (Look.Seen table : look.tables()) {
        table.rows().forEach(row -> found.putIfAbsent(row.label(), row.row()));
      }
    }
    List<ObjectView> objects = new ArrayList<>();
    found.forEach(
        (label, row) -> {
          Description description =
              descriptions.getOrDefault(label, new Description(row.objectType(), null));
          objects.add(
              new ObjectView(
                  label,
                  row.objectType(),
                  description.what(),
                  description.resource(),
                  messages(label, description, after),
                  before.has(label),
                  before.usageCount(label),
                  before.elsewhere(label),
                  after.has(label),
                  after.usageCount(label),
                  after.elsewhere(label)));
        });
    for (Look look : List.of(before, after)) {
      for (Look.Standing object : look.standing()) {
        if (objects.stream().noneMatch(known -> known.label().equals(object.label()))) {
          objects.add(view(object, before, after));
        }
      }
    }
    return List.copyOf(objects);
  }

  private static ObjectView view(Look.Standing object, Look before, Look after) {
    String label = object.label();
    return new ObjectView(
        label,
        object.type(),
        object.what(),
        object.resource(),
        0,
        before.has(label),
        0,
        0,
        after.has(label),
        0,
        0);
  }

  /** The messages that wait, as a process that holds the server end is told. */
  private static int messages(String label, Description description, Look look) {
    if (!description.what().equals(SERVER_END)) {
      return -1;
    }
    for (Look.Seen table : look.tables()) {
      if (table.actor().state() == Actor.State.RUNNING) {
        for (Look.SeenRow row : table.rows()) {
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

  /** Values that two tables have in common, whoever made the rows. */
  Set<Long> commonValues(Actor first, Actor second) {
    Set<Long> values = new LinkedHashSet<>();
    table(first).forEach(row -> values.add(row.handle().value()));
    Set<Long> others = new LinkedHashSet<>();
    table(second).forEach(row -> others.add(row.handle().value()));
    values.retainAll(others);
    return values;
  }
}
