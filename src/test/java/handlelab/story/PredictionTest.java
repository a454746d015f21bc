package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.story.chapters.Chapters;
import handlelab.story.stage.SimulatedStage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Predictions of the step in which a child inherits two rows. */
class PredictionTest {
  private static Frame inherits;
  private static Frame first;

  @BeforeAll
  static void play() {
    List<Frame> frames = new ArrayList<>();
    try (SimulatedStage stage = new SimulatedStage()) {
      Scene scene = new Scene(stage, "\\\\.\\mailslot\\", Map.of(), frames::add);
      Chapters.ALL.get(4).play(scene);
    }
    first = frames.get(0);
    inherits = frames.get(5);
  }

  @Test
  void isPossible_withTableBefore() {
    assertEquals(true, Prediction.isPossible(inherits));
    assertEquals(false, Prediction.isPossible(first));
  }

  @Test
  void rowsAndCounts_areThoseOfTheFrame() {
    assertEquals("+2 parent.exe +2 child.exe", Prediction.rows(inherits));
    assertEquals(Map.of("0x2600", 2, "0x2800", 2), Prediction.counts(inherits));
  }

  @ParameterizedTest
  @CsvSource({
    "+4, true",
    "+2 child +2 parent, true",
    "+2parent.exe +2child.exe, true",
    "+2 child, false",
    "+ -, false",
    "none, false",
    "+4 -1, false"
  })
  void hasRows_comparesSignsNumbersAndNames(String answer, boolean isRight) {
    assertEquals(isRight, Prediction.hasRows(inherits, answer));
  }

  @ParameterizedTest
  @CsvSource({"0x2600 0x2800, true", "0x2800;0X2600, true", "0x2600, false", "none, false"})
  void hasCounts_comparesObjects(String answer, boolean isRight) {
    assertEquals(isRight, Prediction.hasCounts(inherits, answer.replace(';', ',')));
  }
}
