package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessDetails;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.backend.Backend;
import java.util.ArrayList;
import java.util.List;

/** The victim starts children, and is lost before, between or after their steps. */
final class ParentStory extends Story {
  private final List<Integer> children = new ArrayList<>();
  private boolean hasSlot;

  @Override
  String title() {
    return "parent";
  }

  @Override
  void play(Cast cast) {
    Kernel32 victim = cast.enter();
    Handle slot = Slots.create(victim, cast.slotName);
    hasSlot = true;
    ProcessInformation first = Hosts.startSilent(victim, cast.mark(), 0);
    children.add(first.processId());
    ProcessInformation second = Hosts.startSilent(victim, cast.mark(), Win32.CREATE_SUSPENDED);
    children.add(second.processId());
    victim.closeHandle(slot);
    require(victim.resumeThread(second.thread()) == 1, "it was suspended once");
    victim.terminateProcess(second.process(), 5);
    int told = victim.waitForSingleObject(second.process(), (int) Patience.HANG_MILLIS);
    require(told == Win32.WAIT_OBJECT_0, "the terminated child ends");
    require(victim.getExitCodeProcess(second.process()) == 5, "the terminated child's code");
    for (ProcessInformation child : List.of(first, second)) {
      victim.closeHandle(child.thread());
      victim.closeHandle(child.process());
    }
  }

  @Override
  void awaitGone(Cast cast, long start) {
    World world = cast.world;
    world.patience.await(
        "the dead parent's process is gone",
        start,
        () -> !world.monitor.handleTables().processIds().contains(cast.victimId()));
    // Its children outlive it, where they run; with them their rows must go.
    Hosts.kill(cast.mark());
    long killed = System.nanoTime();
    List<Integer> left = List.of(cast.mateId());
    world.awaitProcesses("the orphans are gone", killed, left, children, () -> endOrphans(cast));
  }

  /** A child that was never resumed lives until it is terminated. */
  private static void endOrphans(Cast cast) {
    Hosts.kill(cast.mark());
    Backend monitor = cast.world.monitor;
    for (ProcessDetails process : monitor.handleTables().processes()) {
      if (process.isSuspended() && process.parentProcessId() == cast.victimId()) {
        Kernel32 kernel32 = monitor.kernel32();
        Handle handle = kernel32.openProcess(Win32.PROCESS_TERMINATE, false, process.processId());
        kernel32.terminateProcess(handle, 0);
        kernel32.closeHandle(handle);
      }
    }
  }

  @Override
  void requireAftermath(Cast cast) {
    if (hasSlot) {
      // A child that the dead parent was not told of may hold it, too.
      cast.world.patience.await(
          "the name is free",
          System.nanoTime(),
          () -> {
            endOrphans(cast);
            return cast.world.isNameFree(cast.slotName);
          });
    }
  }
}
