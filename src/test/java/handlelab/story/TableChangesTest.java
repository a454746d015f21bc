package handlelab.story;

import static handlelab.story.Claim.assumed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.story.stage.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TableChangesTest {
  private record ClosedSlot() implements Scenario {
    @Override
    public String name() {
      return "own/closed";
    }

    @Override
    public String question() {
      return "Which rows are there?";
    }

    @Override
    public void play(Play play) {
      Actor owner = play.process("owner");
      Handle slot =
          owner.step(assumed("a slot", "")).succeeds().createMailslot(play.slot("own"), 0, 0, null);
      owner.step(assumed("it is closed", "")).succeeds().closeHandle(slot);
    }
  }

  @Test
  void next_whenAClosedValueIsTakenAtOnce_showsTheRowAsGone() {
    Stage stage =
        FaultyStage.of(
            (kernel32, function, arguments, right) -> {
              Object result = right.make(arguments);
              if (function.equals("closeHandle")) {
                Handle taken = kernel32.createEvent(null, true, false, null).handle();
                assertEquals(arguments[0], taken);
              }
              return result;
            });
    try (ScenarioRunner runner = new ScenarioRunner(() -> stage, true, Duration.ofSeconds(30))) {
      Transcript transcript = runner.play(new ClosedSlot()).transcript();
      assertEquals(null, transcript.end());
      assertEquals("[- owner h1]", transcript.entries().get(1).changes().toString());
    }
  }
}
