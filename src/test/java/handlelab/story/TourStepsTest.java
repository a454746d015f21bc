package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.story.chapters.Chapters;
import handlelab.story.stage.SimulatedStage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tour step by step, with a reader whose keys and answers are given. */
class TourStepsTest {
  /** Presses the keys it is given and then always goes on. */
  private static final class Reader implements StepTerminal {
    private final int columns;
    private final int rows;
    private final Deque<StepTerminal.Key> keys = new ArrayDeque<>();
    private UnaryOperator<String> answers = question -> "";
    final List<List<String>> screens = new ArrayList<>();
    final List<String> questions = new ArrayList<>();

    Reader(int columns, int rows, StepTerminal.Key... keys) {
      this.columns = columns;
      this.rows = rows;
      this.keys.addAll(List.of(keys));
    }

    @Override
    public int columns() {
      return columns;
    }

    @Override
    public int rows() {
      return rows;
    }

    @Override
    public void show(List<String> lines) {
      screens.add(List.copyOf(lines));
    }

    @Override
    public StepTerminal.Key await(String what) {
      return keys.isEmpty() ? StepTerminal.Key.NEXT : keys.remove();
    }

    @Override
    public String ask(String question) {
      questions.add(question);
      return answers.apply(question);
    }

    String last() {
      return String.join("\n", screens.get(screens.size() - 1));
    }
  }

  private static TourResult play(Reader reader, boolean predicts, String... chapters) {
    List<Chapter> chosen =
        chapters.length == 0
            ? Chapters.ALL
            : List.of(chapters).stream().map(name -> Tour.chapter(Chapters.ALL, name)).toList();
    return new Tour(Chapters.ALL, SimulatedStage::new)
        .play(chosen, new TourSteps(reader, false, predicts));
  }

  @ParameterizedTest
  @CsvSource({"80, 24", "40, 24", "100, 50"})
  void screens_allChapters_fitTheTerminal(int columns, int rows) {
    Reader reader = new Reader(columns, rows);
    assertTrue(play(reader, false).isGood());
    for (List<String> screen : reader.screens) {
      String text = String.join("\n", screen);
      assertTrue(screen.size() < rows, text);
      boolean isPicture = text.contains("Handle table");
      for (String line : screen) {
        assertTrue(isPicture || line.length() <= columns, line);
      }
    }
  }

  @Test
  void screens_longStep_keepHeadingAndCall() {
    Reader reader = new Reader(80, 24);
    play(reader, false, "inherit");
    long screens =
        reader.screens.stream()
            .map(screen -> String.join("\n", screen))
            .filter(text -> text.contains("\n5.6 ---"))
            .peek(text -> assertTrue(text.contains("parent.exe: CreateProcessW("), text))
            .count();
    assertTrue(screens > 1, "step 5.6 has more lines than a screen");
  }

  @Test
  void unchangedTable_isOneLine() {
    Reader reader = new Reader(80, 24);
    play(reader, false, "values");
    String text = String.join("\n", reader.screens.stream().map(Object::toString).toList());
    assertTrue(text.contains("  first.exe: 1 row, unchanged"), text);
  }

  @Test
  void back_showsTheStepBefore_untilTheFirst() {
    Reader reader =
        new Reader(
            80,
            50,
            StepTerminal.Key.NEXT,
            StepTerminal.Key.NEXT,
            StepTerminal.Key.BACK,
            StepTerminal.Key.BACK,
            StepTerminal.Key.NEXT,
            StepTerminal.Key.NEXT,
            StepTerminal.Key.END);
    TourResult result = play(reader, false, "table");
    List<String> numbers =
        reader.screens.stream().skip(1).map(screen -> screen.get(1).substring(0, 3)).toList();
    assertEquals(List.of("1.1", "1.2", "1.1", "1.1", "1.2", "1.3"), numbers);
    assertTrue(result.isStopped());
  }

  @Test
  void end_stopsTheTour() {
    Reader reader = new Reader(80, 24, StepTerminal.Key.NEXT, StepTerminal.Key.END);
    TourResult result = play(reader, false);
    assertTrue(result.isStopped() && result.isGood(), result::summary);
    assertEquals(1, result.frames());
  }

  @Test
  void prediction_showsTablesBefore_andHidesTheResult() {
    Reader reader = new Reader(80, 50);
    reader.answers =
        question -> {
          String screen = reader.last();
          assertTrue(screen.contains("calls") || screen.contains(".exe: "), screen);
          assertTrue(!screen.contains("\n  = "), screen);
          return "";
        };
    play(reader, true, "close");
    assertTrue(reader.questions.size() > 8, reader.questions::toString);
  }

  @Test
  void prediction_ofNothing_isScored() {
    Reader reader = new Reader(80, 50);
    play(reader, true, "close");
    assertTrue(
        reader.last().matches("(?s).*Chapter 3: \\d+ of 1\\d predictions were right\\."),
        reader.last());
  }

  @Test
  void prediction_withoutAnAnswer_isNotScored() {
    Reader reader = new Reader(80, 50);
    reader.answers = question -> ".";
    play(reader, true, "close");
    assertTrue(!reader.last().contains("predictions"), reader.last());
  }
}
