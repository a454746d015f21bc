package handlelab.story;

import static handlelab.story.Claim.assumed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.story.Comparison.Finding;
import handlelab.story.Comparison.Kind;
import handlelab.story.stage.JvmStage;
import handlelab.story.stage.SimulatedStage;
import handlelab.story.stage.Stage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A scenario of a user that hangs or breaks is ended and told, and the run goes on. */
@Timeout(120)
class HangingScenarioTest {
  private static final Duration LIMIT = Duration.ofSeconds(3);

  interface Body {
    void play(Play play);
  }

  record OwnScenario(String name, Body body) implements Scenario {
    @Override
    public String question() {
      return "What does it do?";
    }

    @Override
    public void play(Play play) {
      body.play(play);
    }
  }

  private static void readForEver(Play play) {
    Actor parent = play.process("parent");
    Child child = parent.child("child").start(parent.step(assumed("a child", "")).succeeds());
    Handle slot =
        child.step(assumed("a slot", "")).succeeds().createMailslot(play.slot("own"), 0, -1, null);
    child.step(assumed("no message comes", "")).succeeds().readFile(slot, ByteBuffer.allocate(8));
  }

  private static void createSlot(Play play) {
    Actor owner = play.process("owner");
    owner.step(assumed("a slot", "")).succeeds().createMailslot(play.slot("own"), 0, 0, null);
  }

  private static void playThree(Supplier<Stage> stages, boolean keepsStage, Duration limit) {
    Scenario hanging = new OwnScenario("own/hangs", HangingScenarioTest::readForEver);
    Scenario broken =
        new OwnScenario(
            "own/breaks",
            play -> {
              createSlot(play);
              throw new IllegalStateException("on purpose");
            });
    Scenario good = new OwnScenario("own/works", HangingScenarioTest::createSlot);
    try (ScenarioRunner runner = new ScenarioRunner(stages, keepsStage, limit)) {
      Played hung = runner.play(hanging);
      assertEquals(
          "no answer within " + limit.toSeconds() + " s: child ReadFile(file=h3, target=8 bytes)",
          hung.transcript().end());
      assertEquals(2, hung.transcript().entries().size());
      Played broke = runner.play(broken);
      assertEquals("IllegalStateException: on purpose", broke.transcript().end());
      assertEquals(1, broke.transcript().entries().size());
      assertEquals(null, runner.play(good).transcript().end());
    }
  }

  @Test
  void onTheSimulatedKernel() {
    playThree(SimulatedStage::new, false, LIMIT);
  }

  @Test
  @Tag("real")
  @EnabledOnOs(OS.WINDOWS)
  void onTheRealKernel() {
    try (Backend backend = Backends.open(BackendKind.REAL)) {
      playThree(() -> new JvmStage(backend), true, Duration.ofSeconds(15));
    }
  }

  @Test
  void itCountsAsADifferenceOnEitherSide() {
    Scenario scenario = new OwnScenario("own/works", HangingScenarioTest::createSlot);
    Played good;
    try (ScenarioRunner runner = new ScenarioRunner(SimulatedStage::new, false)) {
      good = runner.play(scenario);
    }
    Transcript hung = new Transcript("own/works", good.transcript().entries(), "no answer");
    SystemLabel somewhere = new SystemLabel("Somewhere", "1");
    Comparison there = new Comparison(somewhere, new Ledger(List.of()), false);
    there.add(good, hung);
    assertEquals(List.of(Kind.UNEXPLAINED), kinds(there));
    Comparison here = new Comparison(somewhere, new Ledger(List.of()), false);
    here.add(new Played(scenario, hung, good.judgements()), good.transcript());
    assertEquals(List.of(Kind.UNEXPECTED), kinds(here));
    assertTrue(here.faults() > 0 && there.faults() > 0);
  }

  private static List<Kind> kinds(Comparison comparison) {
    return comparison.findings().stream().map(Finding::kind).toList();
  }

  @Test
  void whereNoProcessStartsThePlayEndsAndTheRunGoesOn() {
    Scenario scenario = new OwnScenario("own/works", HangingScenarioTest::createSlot);
    int[] opened = new int[1];
    Supplier<Stage> stages =
        () -> {
          if (opened[0]++ == 0) {
            throw new IllegalStateException("no room");
          }
          return new SimulatedStage();
        };
    try (ScenarioRunner runner = new ScenarioRunner(stages, false)) {
      assertTrue(runner.play(scenario).transcript().end().contains("no room"));
      assertEquals(null, runner.play(scenario).transcript().end());
    }
  }
}
