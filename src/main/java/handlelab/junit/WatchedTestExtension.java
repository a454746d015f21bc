package handlelab.junit;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.AssertionFailedError;

/**
 * In a JVM with handlelab's agent, fails a test whose code leaves handles open, closes what is not
 * open, or lets a child inherit handles that it was not told of. Without the agent it does nothing.
 *
 * <p>JUnit registers it for all tests, which need not be changed, if {@code
 * junit.jupiter.extensions.autodetection.enabled} is {@code true}. A test that has {@link
 * HandleLabExtension} does not need it.
 */
@SuppressWarnings("exports") // a module that uses this class requires JUnit's itself
public final class WatchedTestExtension
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  /** For JUnit, which makes one for all tests. */
  public WatchedTestExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    begin(context, this);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    begin(context, this);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    end(context, this, "the test");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    end(context, this, "the class");
  }

  static void begin(ExtensionContext context, Object watcher) {
    WatchedTests tests = WatchedTests.ofThisJvm();
    if (tests != null) {
      String name =
          context.getTestClass().map(Class::getName).orElse("")
              + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
      tests.begin(context.getUniqueId(), name, watcher);
    }
  }

  static void end(ExtensionContext context, Object watcher, String who) {
    WatchedTests tests = WatchedTests.ofThisJvm();
    if (tests != null) {
      WatchSettings settings = WatchSettings.of(context::getConfigurationParameter);
      String faults = tests.end(context.getUniqueId(), watcher, who, settings);
      if (!faults.isEmpty()) {
        throw new AssertionFailedError(faults);
      }
    }
  }
}
