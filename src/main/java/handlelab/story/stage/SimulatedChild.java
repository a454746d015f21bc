package handlelab.story.stage;

import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child on the simulated kernel: its program makes the calls that other threads of this JVM ask
 * for. Thread-safe.
 *
 * <p>A call may wait in the kernel without limit; only the start has one.
 */
final class SimulatedChild implements StageChild {
  private static final int START_LIMIT_SECONDS = 30;

  private record Running(Kernel32 kernel32, List<String> arguments) {}

  private final String commandLine;
  private final CompletableFuture<Running> running = new CompletableFuture<>();
  private final BlockingQueue<FutureTask<Object>> tasks = new LinkedBlockingQueue<>();
  private volatile boolean isOver;

  /** Null until the program is to end; used by its thread. */
  private Integer exitCode;

  /** The Java threads that make their calls themselves. */
  private final Set<Thread> free = ConcurrentHashMap.newKeySet();

  private final Kernel32 caller = Kernel32Call.intercept(this::call);

  /**
   * @param commandLine what starts the child
   */
  SimulatedChild(String commandLine) {
    this.commandLine = commandLine;
  }

  @Override
  public String commandLine() {
    return commandLine;
  }

  private Object call(Kernel32Call call) {
    Kernel32 kernel32 = awaitRunning().kernel32();
    if (free.contains(Thread.currentThread())) {
      return call.invoke(kernel32);
    }
    try {
      return begin(new FutureTask<>(() -> call.invoke(kernel32))).get();
    } catch (CancellationException e) {
      throw new IllegalStateException("the child has ended", e);
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

  private FutureTask<Object> begin(FutureTask<Object> task) {
    tasks.add(task);
    if (isOver) {
      task.cancel(false);
    }
    return task;
  }

  /** The program: makes the calls on the calling thread until {@link #exit}. */
  int serve(Kernel32 kernel32, List<String> arguments) throws InterruptedException {
    running.complete(new Running(kernel32, List.copyOf(arguments)));
    try {
      while (exitCode == null) {
        tasks.take().run();
      }
      return exitCode;
    } finally {
      isOver = true;
      tasks.forEach(task -> task.cancel(false));
    }
  }

  @Override
  public Kernel32 kernel32() {
    var unused = awaitRunning();
    return caller;
  }

  @Override
  public Runnable newThread() {
    Thread thread = Thread.currentThread();
    free.add(thread);
    return () -> free.remove(thread);
  }

  @Override
  public List<String> arguments() {
    return awaitRunning().arguments();
  }

  @Override
  public void exit(int code) {
    var unused = begin(new FutureTask<>(() -> exitCode = code));
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
