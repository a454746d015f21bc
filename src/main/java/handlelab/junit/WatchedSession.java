package handlelab.junit;

import handlelab.recorder.LocalRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.opentest4j.AssertionFailedError;

/**
 * Watches all tests of all engines, if handlelab's agent is there with {@code tests=all}: prints
 * what each test did wrong, and fails the run at its end. JUnit finds this class by itself.
 *
 * <p>A listener cannot fail the test; {@link WatchedTestExtension} can, if it is JUnit Jupiter's.
 */
@SuppressWarnings("exports") // a module that uses this class requires JUnit's itself
public final class WatchedSession implements LauncherSessionListener, TestExecutionListener {

  private final List<String> failed = new ArrayList<>(); // guarded by itself
  private volatile WatchSettings settings;

  /** For JUnit, which makes one for each session. */
  public WatchedSession() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (WatchedTests.ofThisJvm() != null && "all".equals(System.getProperty(LocalRecorder.TESTS))) {
      session.getLauncher().registerTestExecutionListeners(this);
    }
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    try {
      settings = WatchSettings.of(plan.getConfigurationParameters()::get);
    } catch (IllegalArgumentException e) {
      // Thrown on, it would be a line in JUnit's log.
      settings = WatchSettings.of(name -> Optional.empty());
      fail("the settings", e.getMessage());
    }
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    WatchedTests.ofThisJvm().begin(test.getUniqueId(), name(test), this);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String name = name(test);
    String faults = WatchedTests.ofThisJvm().end(test.getUniqueId(), this, name, settings);
    if (!faults.isEmpty()) {
      fail(name, faults);
    }
  }

  private void fail(String name, String faults) {
    System.err.println("handlelab: " + faults);
    synchronized (failed) {
      failed.add(name);
    }
  }

  private static String name(TestIdentifier test) {
    TestSource source = test.getSource().orElse(null);
    if (source instanceof MethodSource method) {
      return method.getClassName() + "." + method.getMethodName();
    }
    return source instanceof ClassSource type ? type.getClassName() : test.getDisplayName();
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    synchronized (failed) {
      if (!failed.isEmpty()) {
        throw new AssertionFailedError(
            "handlelab found faults with handles, which standard error shows, in: "
                + String.join(", ", failed));
      }
    }
  }
}
