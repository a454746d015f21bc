package handlelab.junit;

import com.sun.jna.platform.win32.Kernel32;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.opentest4j.AssertionFailedError;

/** Runs tests in a JVM with the agent, and prints what fails. */
final class WatchedRun {
  private static final String OWN_NAME = "handlelab-junit-" + ProcessHandle.current().pid();

  private WatchedRun() {}

  private static HANDLE open(String name) {
    return Kernel32.INSTANCE.CreateEvent(null, true, false, name);
  }

  /** Knows nothing of handlelab but that it is to run in {@link WatchedRun} only. */
  @ExtendWith(Fixtures.OnlyHere.class)
  static class Unchanged {
    @Test
    void closes() {
      Kernel32.INSTANCE.CloseHandle(open(null));
    }

    @Test
    void leaks() throws InterruptedException {
      Thread thread = new Thread(() -> open(OWN_NAME), "helper");
      thread.start();
      thread.join();
    }

    @Test
    void closesTwice() {
      HANDLE event = open(null);
      Kernel32.INSTANCE.CloseHandle(event);
      Kernel32.INSTANCE.CloseHandle(event);
    }
  }

  @ExtendWith(HandleLabExtension.class)
  static class Extended extends Unchanged {}

  @ExtendWith({Fixtures.OnlyHere.class, HandleLabExtension.class})
  static class InParallel {
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @Test
    void closes() throws Exception {
      BOTH.await(10, TimeUnit.SECONDS);
      Kernel32.INSTANCE.CloseHandle(open(null));
      BOTH.await(10, TimeUnit.SECONDS);
    }

    @Test
    void leaks() throws Exception {
      BOTH.await(10, TimeUnit.SECONDS);
      open(null);
      BOTH.await(10, TimeUnit.SECONDS);
    }
  }

  /** Runs the classes one after the other. */
  public static void main(String[] arguments) {
    run(Extended.class, Map.of());
    run(Unchanged.class, Map.of());
    run(Unchanged.class, Map.of("junit.jupiter.extensions.autodetection.enabled", "true"));
    Map<String, String> parallel =
        Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent");
    run(InParallel.class, parallel);
    System.exit(0);
  }

  private static void run(Class<?> fixture, Map<String, String> parameters) {
    System.out.println("RUN " + fixture.getSimpleName());
    try {
      Fixtures.run(fixture, parameters)
          .forEach(
              (test, failure) -> System.out.println(test + failure.map(Throwable::getMessage)));
    } catch (AssertionFailedError e) {
      System.out.println("failed: " + e.getMessage());
    }
  }
}
