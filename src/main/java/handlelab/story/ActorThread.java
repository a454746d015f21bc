package handlelab.story;

import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.story.stage.StageProcess;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Another thread of an actor's process, whose calls may wait while the story goes on. Each is made
 * on a Java thread of its own; one call at a time.
 */
public final class ActorThread extends Performer {
  /** The outcome of a call that has not returned yet. */
  static final String WAITS = "waits";

  /** After this time a call in another process counts as one that waits. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final Performance performance;
  private final Actor actor;
  private final String name;
  private final BlockingQueue<FutureTask<Object>> tasks = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final Kernel32 kernel32 = Kernel32Call.intercept(call -> resultOf(begin(call)));
  private volatile boolean isOver;
  private volatile boolean isInCall;

  /** The call that {@link #start} has begun, and its result to come. */
  private Kernel32Call call;

  private FutureTask<Object> result;

  ActorThread(Performance performance, Actor actor, String name, StageProcess process) {
    this.performance = performance;
    this.actor = actor;
    this.name = name;
    thread = new Thread(() -> serve(process), name);
    thread.setDaemon(true);
    thread.start();
    // What a new thread of a JVM opens by itself is open before the story goes on.
    var unused = kernel32.getCurrentProcessId();
  }

  private void serve(StageProcess process) {
    Runnable ending = process.newThread();
    try {
      while (!isOver) {
        tasks.take().run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ending.run();
    }
  }

  @Override
  public String name() {
    return actor.name() + "'s " + name;
  }

  @Override
  public Step step(Claim claim) {
    return new Step(performance, actor, this, claim);
  }

  @Override
  Claim claim(String statement) {
    return performance.claim(statement);
  }

  /** Ends the thread, which must not be in a call. */
  public void end() {
    tasks.add(new FutureTask<>(() -> isOver = true));
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes calls on this thread, and waits until they have returned. */
  Kernel32 kernel32() {
    return kernel32;
  }

  private FutureTask<Object> begin(Kernel32Call begun) {
    FutureTask<Object> task =
        new FutureTask<>(
            () -> {
              Kernel32 own = actor.unrecorded();
              isInCall = true;
              return begun.invoke(own);
            });
    isInCall = false;
    tasks.add(task);
    return task;
  }

  /** Begins a call; returns its outcome as text, which is {@link #WAITS} if it does not return. */
  String start(Kernel32Call begun) {
    call = begun;
    result = begin(begun);
    long start = System.nanoTime();
    while (!result.isDone()) {
      if (isBlocked() || System.nanoTime() - start > PATIENCE_NANOS) {
        return WAITS;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return outcome();
  }

  /** Whether the thread is blocked in a call of a kernel in this JVM. */
  private boolean isBlocked() {
    Thread.State state = thread.getState();
    return isInCall
        && !result.isDone()
        && (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING);
  }

  /** The function that {@link #start} has called. */
  String function() {
    return call.function();
  }

  /** The outcome of the call that waited; waits until it has returned. */
  String outcome() {
    try {
      return text(resultOf(result));
    } catch (Win32Exception e) {
      return Win32Error.describe(e.errorCode());
    }
  }

  /** A result of that call as text. */
  String text(Object value) {
    return CallText.result(performance, actor, call, value);
  }

  private static Object resultOf(FutureTask<Object> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a call of another thread", e);
    }
  }
}
