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
  private int plays;

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

  /** Chapters as they are listed, numbered from 1. */
  public static List<ChapterView> views(List<Chapter> chapters) {
    List<ChapterView> views = new ArrayList<>();
    for (Chapter chapter : chapters) {
      int number = views.size() + 1;
      views.add(new ChapterView(number, chapter.id, chapter.title, chapter.summary));
    }
    return List.copyOf(views);
  }

  /**
   * The chapter of a number or a word.
   *
   * @param name such as {@code 5} or {@code inherit}; the start of a word is enough where only one
   *     chapter's starts so
   * @throws IllegalArgumentException if none or several answer to it
   */
  public static ChapterView chapter(List<Chapter> chapters, String name) {
    List<ChapterView> matches = new ArrayList<>();
    for (ChapterView view : views(chapters)) {
      if (view.id().equalsIgnoreCase(name) || Integer.toString(view.number()).equals(name)) {
        return view;
      }
      if (!name.isEmpty() && view.id().startsWith(name.toLowerCase(Locale.ROOT))) {
        matches.add(view);
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
   * @param chosen of {@link #views}
   * @param view drawn to as the run goes on
   */
  public TourResult play(List<ChapterView> chosen, TourView view) {
    TourResult result = new TourResult();
    for (ChapterView chosenOne : chosen) {
      if (result.isStopped()) {
        break;
      }
      try (Stage stage = stages.get()) {
        view.begin(chosenOne, stage.description(), stage.isExact());
        play(
            chapters.get(chosenOne.number() - 1),
            new Scene(
                stage,
                slotPrefix(stage),
                TourDifferences.of(stage.description(), ledger),
                frame -> {
                  result.count(frame);
                  view.frame(frame);
                }));
        view.end();
      } catch (StoppedException stopped) {
        result.stop();
      }
    }
    return result;
  }

  /**
   * Each run on an exact stage shows the same names; any other may have slots of other programs.
   */
  private String slotPrefix(Stage stage) {
    plays++;
    String own =
        stage.isExact() ? "" : "tour-" + ProcessHandle.current().pid() + "-" + plays + "\\";
    return "\\\\.\\mailslot\\" + own;
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
