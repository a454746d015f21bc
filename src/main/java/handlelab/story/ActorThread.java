package handlelab.story;

import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.story.stage.StageProcess;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  private final Actor actor;
  private final ExecutorService executor;
  private final Kernel32 kernel32 = Kernel32Call.intercept(call -> resultOf(begin(call)));
  private final Runnable ending;
  private volatile Thread thread;
  private volatile boolean isInCall;

  /** The call that {@link #start} has begun, and its result to come. */
  private Kernel32Call call;

  private Future<Object> result;

  ActorThread(Performance performance, Actor actor, String name, StageProcess process) {
    super(performance, actor.name() + "'s " + name);
    this.actor = actor;
    executor = Executors.newSingleThreadExecutor(work -> thread(work, name));
    ending = resultOf(executor.submit(process::newThread));
    // What a new thread of a JVM opens by itself is open before the story goes on.
    var unused = kernel32.getCurrentProcessId();
  }

  private Thread thread(Runnable work, String name) {
    thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  Actor actor() {
    return actor;
  }

  /** Makes calls on this thread, and waits until they have returned. */
  @Override
  public Kernel32 unrecorded() {
    return kernel32;
  }

  /** Ends the thread, which must not be in a call. */
  public void end() {
    if (!executor.isShutdown()) {
      executor.execute(ending);
      executor.shutdown();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Future<Object> begin(Kernel32Call begun) {
    isInCall = false;
    return executor.submit(
        () -> {
          Kernel32 own = actor.unrecorded();
          isInCall = true;
          return begun.invoke(own);
        });
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
    return performance().format().result(actor, call, value);
  }

  private static <T> T resultOf(Future<T> task) {
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
