package handlelab.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Shows a run step by step on a terminal: forth and back, each step on a screen of its own.
 * Chapter, text and call stay on the screen while the tables below are paged. Used by one thread.
 *
 * <p>With predictions, the reader first sees the call and the tables before it, and says which rows
 * appear and which usage counts change.
 */
public final class TourSteps extends TourView {
  private static final int MIN_WIDTH = 40;
  private static final int MAX_WIDTH = 100;
  private static final int MIN_BODY = 4;

  /**
   * @param verdict how the reader's prediction came out; empty without one
   */
  private record Step(ChapterRun chapter, int number, Frame frame, List<String> verdict) {}

  private final StepTerminal terminal;
  private final boolean hasColour;
  private final boolean predicts;
  private final List<Step> steps = new ArrayList<>();
  private boolean hasLegend;
  private int asked;
  private int right;

  /**
   * @param predicts whether the reader is asked before each call
   */
  public TourSteps(StepTerminal terminal, boolean hasColour, boolean predicts) {
    this.terminal = terminal;
    this.hasColour = hasColour;
    this.predicts = predicts;
  }

  @Override
  void begin(ChapterRun chapter) {
    asked = 0;
    right = 0;
    if (!hasLegend) {
      hasLegend = true;
      List<String> lines = new ArrayList<>();
      FrameText text = new FrameText(lines::add, hasColour, width());
      FrameText.legend(chapter).forEach(text::wrap);
      if (predicts) {
        lines.add("");
        text.wrap(
            "Before each call you say which rows appear (+) or go (-), such as: +, -2, +1 child -1"
                + " parent; and the objects whose usage count changes, such as 0x2400. Enter means"
                + " none, a point means that you do not want to say.");
      }
      terminal.show(lines);
      var unused = wayFrom(terminal.await("go on"));
    }
  }

  @Override
  void frame(ChapterRun chapter, Frame frame) {
    Step step = new Step(chapter, chapter.frames().size(), frame, new ArrayList<>());
    steps.add(step);
    if (predicts && Prediction.isPossible(frame)) {
      predict(step);
    }
    int at = steps.size() - 1;
    while (at < steps.size()) {
      at = Math.max(0, at + show(steps.get(at)));
    }
  }

  @Override
  void end(ChapterRun chapter) {
    if (asked > 0) {
      terminal.show(
          List.of(
              "",
              "Chapter "
                  + chapter.number()
                  + ": "
                  + right
                  + " of "
                  + asked
                  + (asked == 1 ? " prediction was right." : " predictions were right.")));
      var unused = wayFrom(terminal.await("go on"));
    }
  }

  private int width() {
    return Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, terminal.columns()));
  }

  private List<String> lines(Consumer<FrameText> draw) {
    List<String> lines = new ArrayList<>();
    draw.accept(new FrameText(lines::add, hasColour, width()));
    return lines;
  }

  private List<String> head(Step step, boolean hasWords, boolean hasResult) {
    return lines(
        text -> {
          text.title(step.chapter());
          text.number(step.chapter(), step.number());
          if (hasWords && step.number() == 1) {
            text.wrap(step.chapter().summary());
          }
          if (hasWords) {
            text.words(step.frame());
          }
          text.call(step.frame().call());
          if (hasResult) {
            text.result(step.frame().call());
          }
        });
  }

  /** Shows a step; returns how far to go from there. */
  private int show(Step step) {
    Frame frame = step.frame();
    List<String> body =
        lines(
            text -> {
              step.verdict().forEach(text::wrap);
              if (frame.picture() != null) {
                text.picture(frame);
              } else {
                frame.tables().forEach(text::changes);
                text.objects(changed(frame));
              }
              text.claims(frame.claims());
            });
    List<String> head = head(step, true, true);
    if (room(head) >= MIN_BODY) {
      return page(head, body);
    }
    List<String> title = lines(text -> text.title(step.chapter()));
    int way = page(title, head.subList(title.size(), head.size()));
    return way < 0 ? way : page(head(step, false, true), body);
  }

  /** The objects that the call has changed, or all if there was no call. */
  private static List<Frame.KernelObject> changed(Frame frame) {
    return frame.objects().stream()
        .filter(
            object ->
                frame.call() == null
                    || object.messages() > 0
                    || object.usageBefore() != object.usageAfter()
                    || object.thereBefore() != object.thereAfter()
                    || object.label().isEmpty())
        .toList();
  }

  /** How many rows are left below a head and above the line that asks for a key. */
  private int room(List<String> head) {
    return terminal.rows() == 0 ? Integer.MAX_VALUE : terminal.rows() - head.size() - 1;
  }

  /** Shows lines below a head that stays; returns 1 for the next step, -1 for the one before. */
  private int page(List<String> head, List<String> body) {
    int room = Math.max(MIN_BODY, room(head));
    int from = 0;
    while (true) {
      int to = room >= body.size() - from ? body.size() : from + room;
      List<String> screen = new ArrayList<>(head);
      screen.addAll(body.subList(from, to));
      terminal.show(screen);
      boolean isLast = to == body.size();
      int way = wayFrom(terminal.await(isLast ? "next step" : "more"));
      if (way < 0 || isLast) {
        return way;
      }
      from = to;
    }
  }

  private static int wayFrom(StepTerminal.Key key) {
    return switch (key) {
      case NEXT -> 1;
      case BACK -> -1;
      case END -> throw new StoppedException();
    };
  }

  private void predict(Step step) {
    Frame frame = step.frame();
    List<String> screen = new ArrayList<>(head(step, true, false));
    screen.addAll(
        lines(
            text ->
                frame.tables().stream()
                    .filter(table -> table.stateBefore() != null)
                    .forEach(text::before)));
    terminal.show(screen);
    String rows = answer("Which rows appear (+) or go (-)?");
    if (rows == null) {
      return;
    }
    String counts = answer("Which objects' usage counts change?");
    if (counts == null) {
      return;
    }
    boolean hasRows = Prediction.hasRows(frame, rows);
    boolean hasCounts = Prediction.hasCounts(frame, counts);
    asked += 2;
    right += (hasRows ? 1 : 0) + (hasCounts ? 1 : 0);
    Map<String, Integer> changed = Prediction.counts(frame);
    String counted =
        changed.entrySet().stream()
            .map(entry -> entry.getKey() + " to " + entry.getValue())
            .collect(Collectors.joining(", "));
    step.verdict().add(verdict("rows", hasRows, Prediction.rows(frame)));
    step.verdict().add(verdict("usage counts", hasCounts, counted.isEmpty() ? "none" : counted));
  }

  private static String verdict(String what, boolean isRight, String facts) {
    return (isRight ? "Right, " : "No, ") + what + ": " + facts;
  }

  /** A line, or null if the reader does not want to say. */
  private String answer(String question) {
    String line = terminal.ask(question);
    if (line == null || line.strip().equalsIgnoreCase("q")) {
      throw new StoppedException();
    }
    return line.strip().equals(".") ? null : line;
  }
}
