package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.story.Comparison.Finding;
import handlelab.story.stage.JvmStage;
import handlelab.story.stage.SimulatedStage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Each scenario on each kernel: every step does what is claimed of Windows, or differs as the
 * ledger says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScenarioTest {
  private final List<Scenario> scenarios = Scenarios.all();
  private final ScenarioRunner simulated = new ScenarioRunner(SimulatedStage::new, false);
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterAll
  void close() throws Exception {
    simulated.close();
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  /** Plays on JVMs that use this backend. */
  private ScenarioRunner jvms(Backend backend) {
    ScenarioRunner runner = new ScenarioRunner(() -> new JvmStage(backend), true);
    opened.add(runner);
    opened.add(backend);
    return runner;
  }

  private Stream<DynamicTest> each(Consumer<Scenario> test) {
    return scenarios.stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> test.accept(scenario)));
  }

  @TestFactory
  Stream<DynamicTest> simulatedInOneJvm_eachStepAsClaimed() {
    return each(
        scenario -> {
          Played played = simulated.play(scenario);
          Comparison comparison =
              new Comparison(new SystemLabel("itself", ""), new Ledger(List.of()), false);
          comparison.add(played, played.transcript());
          assertEquals(List.of(), comparison.findings());
        });
  }

  @TestFactory
  @DisabledIfSystemProperty(
      named = "handlelab.kernels",
      matches = "simulated",
      disabledReason = "the one in this JVM is to be tested alone")
  Stream<DynamicTest> simulatedShared_sameTranscript() {
    ScenarioRunner jvms = jvms(Backends.open(BackendKind.SIMULATED));
    return each(
        scenario ->
            assertEquals(
                simulated.play(scenario).transcript().format(),
                jvms.play(scenario).transcript().format()));
  }

  @TestFactory
  @Tag("real")
  @EnabledOnOs(OS.WINDOWS)
  Stream<DynamicTest> real_noUnexplainedDifference() {
    Backend backend = Backends.open(BackendKind.REAL);
    ScenarioRunner jvms = jvms(backend);
    SystemLabel system = SystemLabel.of(backend.description());
    return each(
        scenario -> {
          Comparison comparison =
              new Comparison(system, Ledger.shipped(), !Recording.isShipped(system));
          comparison.add(simulated.play(scenario), jvms.play(scenario).transcript());
          assertEquals(
              List.of(), comparison.findings().stream().filter(ScenarioTest::isFault).toList());
        });
  }

  private static boolean isFault(Finding finding) {
    return finding.kind().isFault();
  }
}
