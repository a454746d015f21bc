package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.Thing.Kind;
import java.util.ArrayList;
import java.util.List;

/** Random calls on processes: create, open, ask, resume, terminate. */
final class ProcessActions {
  private static final int FULL_ACCESS = 0x1F_FFFF;

  private final Caller caller;

  ProcessActions(Caller caller) {
    this.caller = caller;
  }

  /** One of them. */
  void operate() {
    switch (caller.random.nextInt(18)) {
      case 0, 1, 2, 3, 4 -> createChild();
      case 5, 6, 7 -> open();
      case 8, 9, 10, 11, 12 -> askAbout();
      case 13, 14 -> resume();
      default -> terminate();
    }
  }

  private void createChild() {
    if (caller.model.running.size() >= caller.maxProcesses()) {
      return;
    }
    boolean inherits = caller.random.nextInt(4) != 0;
    List<Handle> list = caller.random.nextBoolean() ? null : handleList();
    int expected = 0;
    if (list != null && list.isEmpty()) {
      expected = Win32Error.ERROR_BAD_LENGTH;
    } else if (list != null && (!inherits || !list.stream().allMatch(this::isInheritable))) {
      expected = Win32Error.ERROR_INVALID_PARAMETER;
    }
    if (expected != 0 && !caller.isStrict()) {
      return; // Wine accepts lists that Windows refuses.
    }
    caller.trace("createProcess, inherits %s of %s", inherits, list == null ? "all" : list);
    caller.expect(expected, () -> caller.createChild(inherits, list));
  }

  /**
   * The child was created: what is inheritable crosses, as it is, and nothing else does.
   *
   * @param list null for all
   */
  void created(Proc child, ProcessInformation made, boolean inherits, List<Handle> list) {
    caller.trace("  has child %d", child.id);
    caller.self.rows.forEach(
        (value, entry) -> {
          if (inherits
              && entry.isInheritable()
              && (list == null || list.contains(new Handle(value)))) {
            child.rows.put(value, entry);
          }
        });
    caller.model.add(caller.self, made.process(), new Entry(child.thing, FULL_ACCESS, 0));
    int threadFlags = caller.kernel32.getHandleInformation(made.thread());
    caller.model.add(caller.self, made.thread(), new Entry(child.thread, FULL_ACCESS, threadFlags));
  }

  private boolean isInheritable(Handle handle) {
    Entry entry = caller.self.rows.get(handle.value());
    return entry != null && entry.isInheritable();
  }

  private List<Handle> handleList() {
    List<Handle> list = new ArrayList<>();
    boolean isWrong = caller.isStrict() && caller.random.nextBoolean();
    caller.self.rows.forEach(
        (value, entry) -> {
          boolean mayStand = entry.isInheritable() || (isWrong && caller.random.nextInt(10) == 0);
          if (mayStand && caller.random.nextInt(3) == 0) {
            list.add(new Handle(value));
          }
        });
    return list;
  }

  private void open() {
    List<Proc> known = new ArrayList<>(caller.model.running.values());
    boolean isForgotten = caller.random.nextInt(4) == 0 && caller.isStrict();
    List<Proc> forgotten = isForgotten ? caller.model.forgotten() : List.of();
    Proc target = caller.pick(forgotten.isEmpty() ? known : forgotten);
    boolean inherit = caller.random.nextBoolean();
    int rights = caller.processRights();
    caller.trace("openProcess %d for %x", target.id, rights);
    caller.expect(
        forgotten.isEmpty() ? 0 : Win32Error.ERROR_INVALID_PARAMETER,
        () -> {
          Handle handle = caller.kernel32.openProcess(rights, inherit, target.id);
          int flags = inherit ? Win32.HANDLE_FLAG_INHERIT : 0;
          caller.model.add(caller.self, handle, new Entry(target.thing, rights, flags));
        });
  }

  /** What a call fails with that needs this access to an object of this kind, or 0. */
  private static int refusal(Entry entry, Kind kind, int access) {
    if (entry == null || entry.thing().kind != kind) {
      return Win32Error.ERROR_INVALID_HANDLE;
    }
    return entry.allows(access) ? 0 : Win32Error.ERROR_ACCESS_DENIED;
  }

  /** Its id and its exit code; a process that is gone but has not ended has none yet. */
  private void askAbout() {
    long value = caller.valueOf(Kind.PROCESS);
    Entry entry = caller.self.rows.get(value);
    caller.trace("getExitCodeProcess %x", value);
    caller.expect(
        refusal(entry, Kind.PROCESS, Win32.PROCESS_QUERY_LIMITED_INFORMATION),
        () -> {
          Handle handle = new Handle(value);
          int exitCode = caller.kernel32.getExitCodeProcess(handle);
          assertEquals(entry.thing().process.exitCode, exitCode);
          assertEquals(entry.thing().process.id, caller.kernel32.getProcessId(handle));
        });
  }

  private void resume() {
    long value = caller.valueOf(Kind.THREAD);
    Entry entry = caller.self.rows.get(value);
    caller.trace("resumeThread %x", value);
    caller.expect(
        refusal(entry, Kind.THREAD, Win32.THREAD_SUSPEND_RESUME),
        () -> assertTrue(caller.kernel32.resumeThread(new Handle(value)) <= 1));
  }

  private void terminate() {
    long value = caller.valueOf(Kind.PROCESS);
    Entry entry = caller.self.rows.get(value);
    int expected = refusal(entry, Kind.PROCESS, Win32.PROCESS_TERMINATE);
    if (expected == 0 && !caller.mayTerminate(entry.thing().process)) {
      return;
    }
    if (expected == 0 && entry.thing().process.isGone) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    }
    int exitCode = caller.random.nextInt();
    caller.trace("terminateProcess %x", value);
    if (caller.expect(
        expected, () -> caller.kernel32.terminateProcess(new Handle(value), exitCode))) {
      caller.model.end(entry.thing().process, exitCode);
      caller.terminated(new Handle(value));
    }
  }
}
