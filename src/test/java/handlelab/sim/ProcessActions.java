package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.Thing.Kind;
import java.util.ArrayList;
import java.util.List;

/** What an actor does with processes, and what is done to them from outside. */
final class ProcessActions {
  private static final int FULL_ACCESS = 0x1F_FFFF;

  private final Actor actor;

  ProcessActions(Actor actor) {
    this.actor = actor;
  }

  void operate(int kind) {
    if (kind < 187) {
      createChild();
    } else if (kind < 190) {
      open();
    } else if (kind < 195) {
      askAbout();
    } else if (kind < 197) {
      resume();
    } else if (kind < 199) {
      terminate();
    } else {
      actor.simulation.killOne(actor);
    }
  }

  private void createChild() {
    if (actor.model.running.size() >= Simulation.MAX_PROCESSES) {
      return;
    }
    boolean inherits = actor.random.nextInt(4) != 0;
    List<Handle> list = actor.random.nextBoolean() ? null : handleList();
    int expected = 0;
    if (list != null && list.isEmpty()) {
      expected = Win32Error.ERROR_BAD_LENGTH;
    } else if (list != null && (!inherits || !list.stream().allMatch(this::isInheritable))) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    boolean isSuspended = actor.random.nextInt(3) == 0;
    actor.trace("creates a child, inherits %s of %s", inherits, list == null ? "all" : list);
    actor.expect(
        expected,
        () -> {
          HostedChild made =
              actor.host.createChild(
                  "actor.exe",
                  null,
                  actor.attributes(),
                  inherits,
                  isSuspended ? Win32.CREATE_SUSPENDED : 0,
                  new StartupInfo(null, null, null, list));
          adopt(made, inherits, list);
        });
  }

  /** What is inheritable crosses, as it is, and nothing else does. */
  private void adopt(HostedChild made, boolean inherits, List<Handle> list) {
    Proc child = actor.model.start(made.process().processId(), made.process().kernel32());
    actor.trace("  has child %d", child.id);
    actor.self.rows.forEach(
        (value, entry) -> {
          if (inherits
              && entry.isInheritable()
              && (list == null || list.contains(new Handle(value)))) {
            child.rows.put(value, entry);
          }
        });
    Handle process = made.information().process();
    Handle thread = made.information().thread();
    actor.model.add(actor.self, process, new Entry(child.thing, FULL_ACCESS, 0));
    int threadFlags = actor.kernel32.getHandleInformation(thread);
    actor.model.add(actor.self, thread, new Entry(child.thread, FULL_ACCESS, threadFlags));
    actor.simulation.check();
    actor.simulation.spawn(made.process(), child);
  }

  private boolean isInheritable(Handle handle) {
    Entry entry = actor.self.rows.get(handle.value());
    return entry != null && entry.isInheritable();
  }

  private List<Handle> handleList() {
    List<Handle> list = new ArrayList<>();
    actor.self.rows.forEach(
        (value, entry) -> {
          if (actor.random.nextInt(3) == 0
              && (entry.isInheritable() || actor.random.nextInt(10) == 0)) {
            list.add(new Handle(value));
          }
        });
    return list;
  }

  private void open() {
    List<Integer> ids = new ArrayList<>(actor.model.running.keySet());
    Proc target = actor.model.running.get(ids.get(actor.random.nextInt(ids.size())));
    boolean inherit = actor.random.nextBoolean();
    actor.trace("opens process %d", target.id);
    actor.expect(
        0,
        () -> {
          Handle handle =
              actor.kernel32.openProcess(
                  Win32.PROCESS_DUP_HANDLE | Win32.SYNCHRONIZE, inherit, target.id);
          actor.model.add(actor.self, handle, new Entry(target.thing, 0x10_0040, inherit ? 1 : 0));
        });
  }

  /** Its id and its exit code; a process that is gone but has not ended has none yet. */
  private void askAbout() {
    long value = actor.valueOf(Kind.PROCESS);
    Entry entry = actor.self.rows.get(value);
    actor.trace("asks how %x ended", value);
    int expected = 0;
    if (entry == null || entry.thing().kind != Kind.PROCESS) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if ((entry.access() & Win32.PROCESS_QUERY_LIMITED_INFORMATION) == 0) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    }
    actor.expect(
        expected,
        () -> {
          Handle handle = new Handle(value);
          int exitCode = actor.kernel32.getExitCodeProcess(handle);
          assertEquals(entry.thing().process.exitCode, exitCode);
          assertEquals(entry.thing().process.id, actor.kernel32.getProcessId(handle));
        });
  }

  private void resume() {
    long value = actor.valueOf(Kind.THREAD);
    Entry entry = actor.self.rows.get(value);
    actor.trace("resumes %x", value);
    int expected = 0;
    if (entry == null || entry.thing().kind != Kind.THREAD) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if ((entry.access() & 2) == 0) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    }
    actor.expect(expected, () -> assertTrue(actor.kernel32.resumeThread(new Handle(value)) <= 1));
  }

  private void terminate() {
    long value = actor.valueOf(Kind.PROCESS);
    Entry entry = actor.self.rows.get(value);
    int expected = 0;
    if (entry == null || entry.thing().kind != Kind.PROCESS) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if ((entry.access() & 1) == 0 || entry.thing().process.isGone) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    }
    int exitCode = actor.random.nextInt();
    actor.trace("terminates %x", value);
    if (actor.expect(
        expected, () -> actor.kernel32.terminateProcess(new Handle(value), exitCode))) {
      actor.model.end(entry.thing().process, exitCode);
      actor.simulation.check();
    }
  }
}
