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
  private static final List<Chapter> CHAPTERS =
      List.of(
          new TableChapter(),
          new CreationChapter(),
          new ClosingChapter(),
          new ValueChapter(),
          new InheritanceChapter(),
          new HandleListChapter(),
          new PseudoHandleChapter(),
          new DuplicationChapter(),
          new RemoteCloseChapter(),
          new SharingChapter());

  private final Supplier<Stage> stages;
  private final Ledger ledger;
  private int plays;

  /**
   * @param stages builds the stage of each chapter; the tour closes it
   */
  public Tour(Supplier<Stage> stages) {
    this(stages, Ledger.shipped());
  }

  Tour(Supplier<Stage> stages, Ledger ledger) {
    this.stages = stages;
    this.ledger = ledger;
  }

  /** All chapters, in order. */
  public static List<ChapterView> chapters() {
    List<ChapterView> views = new ArrayList<>();
    for (Chapter chapter : CHAPTERS) {
      views.add(view(chapter));
    }
    return List.copyOf(views);
  }

  /**
   * The chapter of a number or a word.
   *
   * @param name such as {@code 5} or {@code inherit}; the start of a word is enough where only one
   *     chapter's starts so
   * @throws IllegalArgumentException where none or several answer to it
   */
  public static ChapterView chapter(String name) {
    List<ChapterView> matches = new ArrayList<>();
    for (ChapterView view : chapters()) {
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

  private static ChapterView view(Chapter chapter) {
    return new ChapterView(
        CHAPTERS.indexOf(chapter) + 1, chapter.id(), chapter.title(), chapter.summary());
  }

  /**
   * Plays chapters, and shows what they show as it happens. Where the view throws {@link
   * StoppedException}, the run ends there.
   *
   * @param chosen of {@link #chapters}
   * @param view drawn to as the run goes on
   */
  public TourResult play(List<ChapterView> chosen, TourView view) {
    TourResult.Counter counter = new TourResult.Counter();
    for (ChapterView chosenOne : chosen) {
      if (counter.isStopped()) {
        break;
      }
      try (Stage stage = stages.get()) {
        view.begin(chosenOne, stage.description(), stage.isExact());
        play(
            CHAPTERS.get(chosenOne.number() - 1),
            new Scene(
                stage,
                slotPrefix(stage),
                TourDifferences.of(stage.description(), ledger),
                frame -> {
                  counter.count(frame);
                  view.frame(frame);
                }));
      } catch (StoppedException stopped) {
        counter.stop();
      }
    }
    return counter.result();
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
