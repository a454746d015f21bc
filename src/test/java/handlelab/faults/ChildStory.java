package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.wire.ConnectionLostException;
import java.io.IOException;
import java.util.List;

/** The victim is a child of the mate, and works with what it inherited. */
final class ChildStory extends Story {
  /** What the host tells of a process that was killed: 128 and the signal's number. */
  private static final int KILLED = 137;

  private final Hosts hosts;
  private Handle slot;
  private Handle client;
  private ProcessInformation child;
  private int told;

  ChildStory(Hosts hosts) {
    this.hosts = hosts;
  }

  @Override
  String title() {
    return "child";
  }

  @Override
  void play(Cast cast) throws IOException {
    Kernel32 mate = cast.mateKernel();
    slot = Slots.create(mate, cast.slotName);
    client = Slots.open(mate, cast.slotName);
    child = hosts.start(mate, cast.mark(), 0);
    Kernel32 victim = cast.enterAsChild(hosts.token());
    if (cast.victimId() != child.processId()) {
      // Its line broke just when it took its place: the token is spent, and it is somebody else.
      require(cast.link.isLifeLineCut(), "the child is another process");
      throw new ConnectionLostException("the child has lost its place", null);
    }
    require(
        victim.getHandleInformation(client) == Win32.HANDLE_FLAG_INHERIT, "it inherits the flag");
    for (int i = 0; i < 4; i++) {
      Slots.write(victim, client, i, 8 + 2_000 * i);
      told++;
    }
    victim.closeHandle(slot);
    Handle again = Slots.open(victim, cast.slotName);
    Slots.write(victim, again, 4, 60);
    told++;
    victim.closeHandle(client);
  }

  @Override
  void killed(Cast cast) {
    // Its JVM's process ends with its connections. A process that is just executing another program
    // has no command line for a moment, so that it is not found.
    Patience.awaitAtLast("the child's host process", () -> Hosts.kill(cast.mark()) > 0);
  }

  @Override
  List<Integer> exitCodes() {
    return List.of(KILLED, UNKNOWN_EXIT_CODE);
  }

  @Override
  void requireAftermath(Cast cast) {
    Kernel32 mate = cast.mateKernel();
    int ended = mate.waitForSingleObject(child.process(), (int) Patience.HANG_MILLIS);
    require(ended == Win32.WAIT_OBJECT_0, "the creator is told of the end");
    require(exitCodes().contains(mate.getExitCodeProcess(child.process())), "exit code");
    int waiting = Slots.waiting(mate, slot);
    require(waiting == told || waiting == told + 1, waiting + " messages of " + told);
    for (int i = 0; i < waiting; i++) {
      require(Slots.read(mate, slot) == i, "message " + i + " is missing");
    }
    Slots.write(mate, client, 7, 70);
    require(Slots.read(mate, slot) == 7, "the creator's own handle works");
    for (Handle handle : List.of(client, slot, child.process(), child.thread())) {
      mate.closeHandle(handle);
    }
    Slots.requireFails(
        Win32Error.ERROR_INVALID_HANDLE, "a closed handle", () -> Slots.waiting(mate, slot));
    cast.world.requireNameIsFree(cast.slotName);
  }
}
