package handlelab.story;

import handlelab.story.stage.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The door of this package: plays chapters on stages that the caller builds. Used by one thread.
 */
public final class Tour {
  private final List<Chapter> chapters;
  private final Supplier<Stage> stages;
  private final Ledger ledger;

  /**
   * @param chapters all chapters, in order
   * @param stages builds the stage of each chapter; the tour closes it
   */
  public Tour(List<Chapter> chapters, Supplier<Stage> stages) {
    this(chapters, stages, Ledger.shipped());
  }

  Tour(List<Chapter> chapters, Supplier<Stage> stages, Ledger ledger) {
    this.chapters = chapters;
    this.stages = stages;
    this.ledger = ledger;
  }

  /** A line for each chapter: its number, its word and its title. */
  public static List<String> list(List<Chapter> chapters) {
    List<String> lines = new ArrayList<>();
    for (Chapter chapter : chapters) {
      lines.add(String.format("%2d  %-13s %s", lines.size() + 1, chapter.id, chapter.title));
    }
    return lines;
  }

  /**
   * The chapter of a number or a word.
   *
   * @param name such as {@code 5} or {@code inherit}; the start of a word is enough where only one
   *     chapter's starts so
   * @throws IllegalArgumentException if none or several answer to it
   */
  public static Chapter chapter(List<Chapter> chapters, String name) {
    List<Chapter> matches = new ArrayList<>();
    for (int i = 0; i < chapters.size(); i++) {
      Chapter chapter = chapters.get(i);
      if (chapter.id.equalsIgnoreCase(name) || Integer.toString(i + 1).equals(name)) {
        return chapter;
      }
      if (!name.isEmpty() && chapter.id.startsWith(name.toLowerCase(Locale.ROOT))) {
        matches.add(chapter);
      }
    }
    if (matches.size() != 1) {
      String what = matches.isEmpty() ? "no chapter " : "several chapters start with ";
      throw new IllegalArgumentException(what + name + "; --list names them");
    }
    return matches.get(0);
  }

  /**
   * Plays chapters, and shows what they show as it happens. Where the view throws {@link
   * StoppedException}, the run ends there.
   *
   * @param chosen of the tour's chapters
   * @param view drawn to as the run goes on
   */
  public TourResult play(List<Chapter> chosen, TourView view) {
    List<ChapterRun> runs = new ArrayList<>();
    try {
      for (Chapter chapter : chosen) {
        try (Stage stage = stages.get()) {
          int number = chapters.indexOf(chapter) + 1;
          ChapterRun run = new ChapterRun(number, chapter, stage.description(), stage.isExact());
          runs.add(run);
          view.begin(run);
          play(chapter, scene(stage, run, runs.size(), view));
          view.end(run);
        }
      }
      return new TourResult(runs, false);
    } catch (StoppedException stopped) {
      return new TourResult(runs, true);
    }
  }

  /**
   * Each run on an exact stage shows the same names; any other may have slots of other programs.
   */
  private Scene scene(Stage stage, ChapterRun run, int plays, TourView view) {
    String own = run.exact() ? "" : "tour-" + ProcessHandle.current().pid() + "-" + plays + "\\";
    return new Scene(
        stage,
        "\\\\.\\mailslot\\" + own,
        ledger.reasons(SystemLabel.of(run.kernel())),
        frame -> {
          run.frames().add(frame);
          view.frame(run, frame);
        });
  }

  private static void play(Chapter chapter, Scene scene) {
    try {
      chapter.play(scene);
    } catch (StoppedException stopped) {
      throw stopped;
    } catch (RuntimeException e) {
      scene.fail("the chapter goes on to its end", e);
    }
    scene.finish();
  }
}
