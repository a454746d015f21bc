package handlelab.junit;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes that are there to fail, and tells how. They run in no other way. */
final class Fixtures {
  private static final String PARAMETER = "handlelab.fixture";

  private Fixtures() {}

  /** Keeps a class out of every other run. */
  static final class OnlyHere implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return context.getConfigurationParameter(PARAMETER).isPresent()
          ? ConditionEvaluationResult.enabled("asked for")
          : ConditionEvaluationResult.disabled("there to fail");
    }
  }

  /**
   * Display name of each test that ran, and of the class where it failed itself, to its failure.
   */
  static Map<String, Optional<Throwable>> run(Class<?> fixture) {
    return run(fixture, Map.of());
  }

  /** As {@link #run(Class)}, with configuration parameters. */
  static Map<String, Optional<Throwable>> run(Class<?> fixture, Map<String, String> parameters) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(fixture))
            .configurationParameters(parameters)
            .configurationParameter(PARAMETER, "true")
            .build();
    Map<String, Optional<Throwable>> results = new TreeMap<>();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest() || result.getThrowable().isPresent()) {
                  results.put(test.getDisplayName(), result.getThrowable());
                }
              }
            });
    return results;
  }
}
