package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessEndedException;
import handlelab.api.Win32;
import handlelab.wire.ConnectionLostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The victim waits in a call that nothing but its end ends, and is killed or terminated there; its
 * mate waits, too, on the slot that both hold, and goes on waiting.
 */
final class WaiterStory extends Story {
  private static final int TERMINATED = 77;

  private final boolean isTerminated;
  private Handle shared;
  private Handle client;
  private CompletableFuture<Integer> mateReading;

  /**
   * @param isTerminated whether by TerminateProcess and not by a kill
   */
  WaiterStory(boolean isTerminated) {
    this.isTerminated = isTerminated;
  }

  @Override
  String title() {
    return isTerminated ? "terminated waiter" : "waiter";
  }

  @Override
  void play(Cast cast) throws Exception {
    Kernel32 mate = cast.mateKernel();
    shared = Slots.create(mate, cast.slotName);
    client = Slots.open(mate, cast.slotName);
    Kernel32 victim = cast.enter();
    Handle target = World.openProcess(victim, cast.mateId());
    Handle self = Handle.CURRENT_PROCESS;
    Handle taken = victim.duplicateHandle(target, shared, self, 0, false, Slots.SELF_OPTIONS);
    Handle own = Slots.create(victim, cast.slotName + "\\own");
    mateReading = CompletableFuture.supplyAsync(() -> Slots.read(mate, shared));
    Handle event = victim.createEvent(null, true, false, null).handle();
    Handle pipe = victim.createPipe(null, 0).read();
    int pieces = cast.link.pieceEnds(Cut.Direction.UP).size();
    int kind = cast.random.nextInt(6);
    CompletableFuture<Integer> waiting =
        CompletableFuture.supplyAsync(
            () ->
                switch (kind) {
                  case 0 -> Slots.read(victim, own);
                  case 1 -> victim.waitForSingleObject(target, Win32.INFINITE);
                  case 2 -> victim.waitForSingleObject(event, Win32.INFINITE);
                  case 3 ->
                      victim.waitForMultipleObjects(List.of(event, target), false, Win32.INFINITE);
                  case 4 -> Slots.read(victim, pipe);
                  default -> Slots.waiting(victim, taken) + Slots.read(victim, own);
                });
    // The waiting thread says hello, and then asks.
    cast.link.awaitUp(pieces + 1);
    if (isTerminated) {
      mate.terminateProcess(World.openProcess(mate, cast.victimId()), TERMINATED);
    } else {
      cast.link.cut();
    }
    requireWoken(waiting);
  }

  private void requireWoken(CompletableFuture<Integer> waiting) throws Exception {
    try {
      int value = waiting.get(Patience.HANG_MILLIS, TimeUnit.MILLISECONDS);
      throw new AssertionError("the victim's call returned " + value);
    } catch (ExecutionException e) {
      boolean isRight =
          isTerminated
              ? e.getCause() instanceof ProcessEndedException
              : e.getCause() instanceof ConnectionLostException;
      if (!isRight) {
        throw new AssertionError("the victim's call failed with " + e.getCause(), e);
      }
    }
  }

  @Override
  List<Integer> exitCodes() {
    return List.of(isTerminated ? TERMINATED : UNKNOWN_EXIT_CODE);
  }

  @Override
  void requireAftermath(Cast cast) {
    Kernel32 mate = cast.mateKernel();
    require(!mateReading.isDone(), "the mate's read was ended");
    Slots.write(mate, client, 3, 40);
    require(mateReading.join() == 3, "the mate reads another message");
    mate.closeHandle(client);
    mate.closeHandle(shared);
    cast.world.requireNameIsFree(cast.slotName);
    cast.world.requireNameIsFree(cast.slotName + "\\own");
  }
}
