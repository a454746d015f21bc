package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.story.Transcript.Entry;
import handlelab.story.Transcript.Judgement;
import handlelab.story.stage.Stage;
import handlelab.story.stage.StageChild;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One run of a scenario on one kernel: gives it its processes and names, and writes down what
 * happens.
 */
public final class Play {
  private static final String PREFIX = "\\\\.\\mailslot\\";

  private final Stage stage;
  private final Kernel32 lead;
  private final String slotPrefix;
  private final Names names = new Names();
  private final TableWatch watch;
  private final List<Player> players = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<Judgement> judgements = new ArrayList<>();
  private final Set<String> roles = new HashSet<>();
  private String underWay;

  /**
   * @param lead the process that the first {@link #process} gives; the caller ends it
   * @param slotPrefix what keeps this run's slots from those of others: a pseudo-directory
   */
  Play(Stage stage, Kernel32 lead, String slotPrefix) {
    this.stage = stage;
    this.lead = lead;
    this.slotPrefix = slotPrefix;
    this.watch = new TableWatch(stage.handleTables(), names);
  }

  /** A process that inherits nothing, named by the part that it plays. */
  public Player process(String role) {
    Kernel32 kernel32 = players.isEmpty() ? lead : stage.startProcess(role + ".exe");
    Player player = new Player(this, newRole(role), () -> kernel32);
    enter(player, kernel32.getCurrentProcessId());
    return player;
  }

  /** The path of a mailslot of this run; transcripts show it without what makes it this run's. */
  public String slot(String name) {
    return PREFIX + slotPrefix + name;
  }

  /**
   * @param inherited the values that it has of its parent's
   */
  Player child(Player parent, String role, StageChild child, int processId, Set<Long> inherited) {
    names.adopt(parent.role(), role, inherited);
    Player player = new Player(this, role, child::kernel32);
    enter(player, processId);
    return player;
  }

  String newRole(String role) {
    if (!roles.add(role)) {
      throw new IllegalArgumentException("two processes play the part " + role);
    }
    return role;
  }

  private void enter(Player player, int processId) {
    players.add(player);
    names.process(processId, player.role());
    watch.add(player.role(), processId);
  }

  /** A path as transcripts show it. */
  String shown(String path) {
    if (path == null) {
      return "NULL";
    }
    return path.replace(slotPrefix, "").replace(slotPrefix.replace('\\', '/'), "");
  }

  StageChild prepareChild(String role, List<String> arguments) {
    return stage.prepareChild(role + ".exe", arguments);
  }

  Names names() {
    return names;
  }

  /** The values that a child of {@code player} inherits that is started now. */
  Set<Long> inheritable(Player player, boolean inheritHandles, List<Handle> inheritOnly) {
    if (!inheritHandles) {
      return Set.of();
    }
    Set<Long> values = watch.inheritable(player.role());
    // An empty list selects nothing on Windows; where it is ignored, all are inherited.
    if (inheritOnly != null && !inheritOnly.isEmpty()) {
      values.retainAll(inheritOnly.stream().map(Handle::value).toList());
    }
    return values;
  }

  String describeRow(Player player, Handle handle) {
    return watch.describeRow(player.role(), handle.value());
  }

  /** A call may have closed that handle: where it has, its value may come back as another one. */
  void forgetWhereClosed(Player player, Handle handle) {
    if (handle.value() > 0 && !watch.hasRow(player.role(), handle.value() & ~3L)) {
      names.forget(player.role(), handle);
    }
  }

  /** From here on that call is under way. */
  synchronized void begin(String call) {
    underWay = call;
  }

  /** The call that has begun and has not come back; null where there is none. */
  synchronized String underWay() {
    return underWay;
  }

  synchronized void record(String call, String outcome, Judgement judgement) {
    underWay = null;
    entries.add(new Entry(call, outcome, List.copyOf(watch.changes())));
    judgements.add(judgement);
  }

  synchronized Transcript transcript(String scenario, String end) {
    return new Transcript(scenario, List.copyOf(entries), end);
  }

  synchronized List<Judgement> judgements() {
    return List.copyOf(judgements);
  }

  /** Closes what the play left open in the process that goes on after it. */
  void tidy() {
    if (!players.isEmpty()) {
      new Tidying(lead).close(names.of(players.get(0).role()).keySet());
    }
  }
}
