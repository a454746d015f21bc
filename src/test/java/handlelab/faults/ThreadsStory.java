package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Threads of the victim, each with a connection of its own, write at the same time. */
final class ThreadsStory extends Story {
  private static final int THREADS = 3;
  private static final int MESSAGES = 12;
  private static final int STEP = 1000;

  private final AtomicIntegerArray told = new AtomicIntegerArray(THREADS);
  private Handle slot;

  @Override
  String title() {
    return "threads";
  }

  @Override
  void play(Cast cast) {
    slot = Slots.create(cast.mateKernel(), cast.slotName);
    Kernel32 victim = cast.enter();
    List<CompletableFuture<Void>> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      threads.add(CompletableFuture.runAsync(() -> write(victim, cast.slotName, thread)));
    }
    RuntimeException lost = null;
    for (CompletableFuture<Void> thread : threads) {
      try {
        thread.join();
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
    for (int i = 0; i < MESSAGES; i++) {
      Slots.write(victim, client, thread * STEP + i, 500 * i);
      told.incrementAndGet(thread);
    }
    victim.closeHandle(client);
  }

  @Override
  void requireAftermath(Cast cast) {
    Kernel32 mate = cast.mateKernel();
    int[] next = new int[THREADS];
    for (int left = Slots.waiting(mate, slot); left > 0; left--) {
      int number = Slots.read(mate, slot);
      int thread = number / STEP;
      require(number % STEP == next[thread], "not the next of its thread: " + number);
      next[thread]++;
    }
    for (int i = 0; i < THREADS; i++) {
      require(
          next[i] == told.get(i) || next[i] == told.get(i) + 1,
          "thread " + i + " wrote " + told.get(i) + ", and " + next[i] + " came");
    }
    mate.closeHandle(slot);
    cast.world.requireNameIsFree(cast.slotName);
  }
}
