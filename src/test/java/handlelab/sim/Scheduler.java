package handlelab.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs tasks one at a time, in an order drawn from a seed, on a clock of its own: whatever happens
 * under it happens again with the same seed.
 *
 * <p>Each task has a Java thread, and exactly one of them has the baton. A task gives it away in
 * {@link #letOthersRun}, while it waits in the kernel, and when it ends. Where every task waits,
 * the clock goes on to the first deadline; where none has a deadline, {@code stuck} is run and must
 * wake somebody.
 */
final class Scheduler implements Timing {
  private static final long LONGEST_STEP_NANOS = 300_000;

  private static final class Task {
    final Semaphore baton = new Semaphore(0);
    Object sleepsOn;
    long deadline;
  }

  private final Random random;
  private final Runnable stuck;
  private final List<Task> runnable = new ArrayList<>();
  private final List<Task> waiting = new ArrayList<>();
  private final Set<Thread> threads = new HashSet<>();
  private final Semaphore isDone = new Semaphore(0);
  private Task current;
  private Throwable failure;
  private long now;
  long switches;

  Scheduler(Random random, Runnable stuck) {
    this.random = random;
    this.stuck = stuck;
  }

  /**
   * Adds a task; it runs when its turn comes. Called before {@link #run}, or by the task that has
   * the baton.
   */
  void spawn(Runnable body) {
    Task task = new Task();
    runnable.add(task);
    Thread thread = new Thread(() -> execute(task, body), "task");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void execute(Task task, Runnable body) {
    task.baton.acquireUninterruptibly();
    try {
      body.run();
    } catch (Throwable e) {
      failure = failure == null ? e : failure;
    } finally {
      threads.remove(Thread.currentThread());
      runnable.remove(task);
      if (failure != null || (runnable.isEmpty() && waiting.isEmpty())) {
        isDone.release();
      } else {
        next().baton.release();
      }
    }
  }

  /** Runs until every task has ended, or one has failed. */
  void run() {
    next().baton.release();
    isDone.acquireUninterruptibly();
    if (failure != null) {
      throw new AssertionError("a task failed", failure);
    }
  }

  /** Lets another task run, or none, as it comes. */
  void letOthersRun() {
    now += random.nextInt((int) LONGEST_STEP_NANOS);
    wakeOverdue();
    Task self = current;
    Task next = next();
    if (next != self) {
      switches++;
      next.baton.release();
      self.baton.acquireUninterruptibly();
    }
  }

  private Task next() {
    while (runnable.isEmpty()) {
      long first = waiting.stream().mapToLong(task -> task.deadline).min().orElseThrow();
      if (first == Long.MAX_VALUE) {
        stuck.run();
      } else {
        now = Math.max(now, first);
        wakeOverdue();
      }
    }
    current = runnable.get(random.nextInt(runnable.size()));
    return current;
  }

  private void wakeOverdue() {
    for (int i = waiting.size() - 1; i >= 0; i--) {
      if (waiting.get(i).deadline <= now) {
        runnable.add(waiting.remove(i));
      }
    }
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public Condition newCondition(ReentrantLock lock) {
    return new TaskCondition(lock);
  }

  private final class TaskCondition implements Condition {
    private final ReentrantLock lock;

    TaskCondition(ReentrantLock lock) {
      this.lock = lock;
    }

    @Override
    public void await(long nanos) {
      Task self = current;
      self.sleepsOn = this;
      self.deadline = nanos == FOR_EVER ? Long.MAX_VALUE : now + nanos;
      runnable.remove(self);
      waiting.add(self);
      int holds = lock.getHoldCount();
      for (int i = 0; i < holds; i++) {
        lock.unlock();
      }
      Task next = next();
      if (next != self) {
        switches++;
        next.baton.release();
        self.baton.acquireUninterruptibly();
      }
      for (int i = 0; i < holds; i++) {
        lock.lock();
      }
    }

    @Override
    public void signal() {
      waiting.stream()
          .filter(task -> task.sleepsOn == this)
          .findFirst()
          .ifPresent(
              task -> {
                waiting.remove(task);
                runnable.add(task);
              });
    }
  }
}
