package handlelab.story.stage;

import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries calls to the thread of a simulated process, and their outcomes back. Thread-safe.
 *
 * <p>A call may wait in the kernel without limit; only the start has one.
 */
final class CallQueue implements StageChild {
  private static final long START_LIMIT_SECONDS = 30;

  private record Running(Kernel32 kernel32, List<String> arguments) {}

  /** A call to make, or the end if {@code call} is null. */
  private record Task(Kernel32Call call, int exitCode, CompletableFuture<Object> outcome) {
    void run(Kernel32 kernel32) {
      try {
        outcome.complete(call.invoke(kernel32));
      } catch (RuntimeException failure) {
        outcome.completeExceptionally(failure);
      }
    }
  }

  private final String commandLine;
  private final CompletableFuture<Running> running = new CompletableFuture<>();
  private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private volatile boolean isOver;

  /** The Java threads that make their calls themselves. */
  private final Set<Thread> free = ConcurrentHashMap.newKeySet();

  private final Kernel32 caller = Kernel32Call.intercept(this::call);

  /**
   * @param commandLine what starts the child
   */
  CallQueue(String commandLine) {
    this.commandLine = commandLine;
  }

  @Override
  public String commandLine() {
    return commandLine;
  }

  private Object call(Kernel32Call call) {
    if (free.contains(Thread.currentThread())) {
      return call.invoke(awaitRunning().kernel32());
    }
    Task task = new Task(call, 0, new CompletableFuture<>());
    tasks.add(task);
    if (isOver) {
      refuseWaiting();
    }
    try {
      return task.outcome().get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a child made a call", e);
    }
  }

  /** Makes the calls on the calling thread until {@link #exit}; returns the exit code. */
  int serve(Kernel32 kernel32, List<String> arguments) throws InterruptedException {
    running.complete(new Running(kernel32, List.copyOf(arguments)));
    try {
      while (true) {
        Task task = tasks.take();
        if (task.call() == null) {
          return task.exitCode();
        }
        task.run(kernel32);
      }
    } finally {
      isOver = true;
      refuseWaiting();
    }
  }

  private void refuseWaiting() {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      task.outcome().completeExceptionally(new IllegalStateException("the child has ended"));
    }
  }

  @Override
  public Kernel32 kernel32() {
    var unused = awaitRunning();
    return caller;
  }

  @Override
  public Runnable newThread() {
    Thread caller = Thread.currentThread();
    free.add(caller);
    return () -> free.remove(caller);
  }

  @Override
  public List<String> arguments() {
    return awaitRunning().arguments();
  }

  @Override
  public void exit(int exitCode) {
    tasks.add(new Task(null, exitCode, new CompletableFuture<>()));
  }

  private Running awaitRunning() {
    try {
      return running.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a child was starting", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a child did not start", e);
    }
  }
}
