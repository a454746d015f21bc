package handlelab.contract;

import handlelab.api.Kernel32;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Carries a test's calls to the thread of a simulated process and their outcomes back. */
final class CallQueue {
  private static final long LIMIT_SECONDS = 20;

  private record Running(Kernel32 kernel32, List<String> arguments) {}

  /** A call to make, or, where {@code work} is null, the end. */
  private record Task(CompletableFuture<Object> outcome, Work work, int exitCode) {
    void run(Kernel32 kernel32) {
      try {
        outcome.complete(work.call(kernel32));
      } catch (InvocationTargetException failure) {
        outcome.completeExceptionally(failure.getCause());
      } catch (ReflectiveOperationException | RuntimeException failure) {
        outcome.completeExceptionally(failure);
      }
    }
  }

  private interface Work {
    Object call(Kernel32 kernel32) throws ReflectiveOperationException;
  }

  private volatile boolean hasEnded;
  private final CompletableFuture<Running> running = new CompletableFuture<>();
  private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final Kernel32 caller =
      (Kernel32)
          Proxy.newProxyInstance(
              Kernel32.class.getClassLoader(),
              new Class<?>[] {Kernel32.class},
              (proxy, method, arguments) -> {
                CompletableFuture<Object> outcome = new CompletableFuture<>();
                tasks.add(new Task(outcome, kernel -> method.invoke(kernel, arguments), 0));
                if (hasEnded) {
                  refuseWaiting();
                }
                return get(outcome);
              });

  /** Makes the calls on the calling thread until {@link #exit}; returns the exit code. */
  int serve(Kernel32 kernel32, List<String> arguments) throws InterruptedException {
    running.complete(new Running(kernel32, List.copyOf(arguments)));
    try {
      while (true) {
        Task task = tasks.take();
        if (task.work() == null) {
          return task.exitCode();
        }
        task.run(kernel32);
      }
    } finally {
      hasEnded = true;
      refuseWaiting();
    }
  }

  private void refuseWaiting() {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      task.outcome().completeExceptionally(new IllegalStateException("the child has ended"));
    }
  }

  Kernel32 kernel32() {
    var unused = awaitRunning();
    return caller;
  }

  List<String> arguments() {
    return awaitRunning().arguments();
  }

  void exit(int exitCode) {
    tasks.add(new Task(new CompletableFuture<>(), null, exitCode));
  }

  private Running awaitRunning() {
    try {
      return get(running);
    } catch (RuntimeException | Error failure) {
      throw failure;
    } catch (Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Throwable {
    try {
      return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause();
    } catch (TimeoutException late) {
      throw new AssertionError("the child did not answer in " + LIMIT_SECONDS + " s", late);
    }
  }
}
