package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Threads of the victim, each with a connection of its own, write messages of all sizes into the
 * mate's slot at the same time.
 */
final class SenderStory extends Story {
  private static final int[] SIZES = {8, 200, 0, 5_000, 70_000, 33, 4_096, 4_097, 300_000, 9};
  private static final int STEP = 1000;

  private final int threads;
  private final AtomicIntegerArray told;
  private Handle slot;

  SenderStory(int threads) {
    this.threads = threads;
    this.told = new AtomicIntegerArray(threads);
  }

  @Override
  String title() {
    return threads == 1 ? "sender" : "threads";
  }

  @Override
  boolean isInOrder() {
    return threads == 1;
  }

  @Override
  void play(Cast cast) {
    slot = Slots.create(cast.mateKernel(), cast.slotName);
    Kernel32 victim = cast.enter();
    List<CompletableFuture<Void>> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      int thread = i;
      others.add(CompletableFuture.runAsync(() -> write(victim, cast.slotName, thread)));
    }
    RuntimeException lost = null;
    try {
      write(victim, cast.slotName, 0);
    } catch (RuntimeException e) {
      lost = e;
    }
    for (CompletableFuture<Void> other : others) {
      try {
        other.join();
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof RuntimeException cause)) {
          throw e;
        }
        lost = cause;
      }
    }
    if (lost != null) {
      throw lost;
    }
  }

  private void write(Kernel32 victim, String name, int thread) {
    Handle client = Slots.open(victim, name);
    for (int i = 0; i < SIZES.length; i++) {
      Slots.write(victim, client, thread * STEP + i, SIZES[i]);
      told.incrementAndGet(thread);
      if (i == SIZES.length / 2) {
        victim.closeHandle(client);
        client = Slots.open(victim, name);
      }
    }
    victim.closeHandle(client);
  }

  @Override
  void requireAftermath(Cast cast) {
    Kernel32 mate = cast.mateKernel();
    int[] next = new int[threads];
    for (int left = Slots.waiting(mate, slot); left > 0; left--) {
      int number = Slots.read(mate, slot);
      int thread = number / STEP;
      require(number % STEP == next[thread], "not the next of its thread: " + number);
      next[thread]++;
    }
    for (int i = 0; i < threads; i++) {
      // Of the write that was under way nobody knows; each other one is there, whole and once.
      require(
          next[i] == told.get(i) || next[i] == told.get(i) + 1,
          "thread " + i + " wrote " + told.get(i) + ", and " + next[i] + " came");
    }
    Slots.requireFails(
        Win32Error.ERROR_ALREADY_EXISTS,
        "making a slot of a name that is taken",
        () -> cast.world.requireNameIsFree(cast.slotName));
    mate.closeHandle(slot);
    cast.world.requireNameIsFree(cast.slotName);
  }
}
