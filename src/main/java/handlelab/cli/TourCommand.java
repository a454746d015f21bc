package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.command.Arguments;
import handlelab.command.BackendChoice;
import handlelab.command.Command;
import handlelab.command.ExitCode;
import handlelab.command.Failure;
import handlelab.command.StandardStreams;
import handlelab.command.Usage;
import handlelab.command.UsageException;
import handlelab.story.ChapterView;
import handlelab.story.Tour;
import handlelab.story.TourPage;
import handlelab.story.TourResult;
import handlelab.story.TourSteps;
import handlelab.story.TourText;
import handlelab.story.TourView;
import handlelab.story.chapters.Chapters;
import handlelab.story.stage.JvmStage;
import handlelab.story.stage.SimulatedStage;
import handlelab.story.stage.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The command {@code tour}. */
final class TourCommand extends Command {
  private static final Usage USAGE =
      new Usage("tour", "[CHAPTER...]")
          .text(
              "Teaches handles in short chapters: makes the calls, shows the tables before and"
                  + " after each one, and checks each claim. A CHAPTER is a number or a word of"
                  + " --list; without one, all chapters are shown.")
          .flag("--list", "print the chapters")
          .flag("--step", "wait for a key after each step; b goes back, q ends the tour")
          .flag(
              "--predict",
              "with --step: show the tables before each call and ask what it changes; a score ends"
                  + " each chapter")
          .value(
              "--html", "FILE", "write the run as a page to step through, instead of printing it")
          .choice(
              "--color",
              "WHEN",
              "auto, always or never; auto heeds NO_COLOR",
              "auto",
              "always",
              "never")
          .backend()
          .common()
          .text("Exit codes: 0 each claim holds, 1 one does not, 2 wrong usage, 130 Ctrl-C.");

  private TourCommand() {
    super(USAGE);
  }

  static Command create() {
    return new TourCommand();
  }

  @Override
  protected int execute(Arguments arguments, StandardStreams streams) {
    // Each line is seen at once.
    Consumer<String> out = line -> streams.print(line + "\n");
    if (arguments.has("--list")) {
      for (ChapterView chapter : Tour.views(Chapters.all())) {
        out.accept(String.format("%2d  %-13s %s", chapter.number(), chapter.id(), chapter.title()));
      }
      return ExitCode.OK;
    }
    List<ChapterView> chapters = chapters(arguments.words());
    BackendKind kind = BackendChoice.of(arguments);
    boolean hasColour = hasColour(arguments.value("--color"));
    boolean isStepped = arguments.has("--step");
    if (arguments.has("--html")) {
      if (isStepped) {
        throw new UsageException("--html writes a page; --step has no place there");
      }
      return writePage(arguments.value("--html"), kind, chapters, out);
    }
    boolean predicts = arguments.has("--predict");
    if (predicts && !isStepped) {
      throw new UsageException("--predict asks before each step: give --step, too");
    }
    if (!isStepped) {
      return print(play(kind, chapters, new TourText(out, hasColour)), out);
    }
    try (StepKeys keys = StepKeys.of(streams, out)) {
      return print(play(kind, chapters, new TourSteps(keys, hasColour, predicts)), out);
    }
  }

  private static int print(TourResult result, Consumer<String> out) {
    out.accept("");
    out.accept(result.summary());
    return result.isGood() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static int writePage(
      String file, BackendKind kind, List<ChapterView> chapters, Consumer<String> out) {
    Path page = page(file);
    TourPage view = new TourPage();
    TourResult result = play(kind, chapters, view);
    try {
      Files.writeString(page, view.html(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure("cannot write " + page + " (" + FileProblem.of(e) + ")");
    }
    out.accept("Wrote " + page + ": " + result.frames() + " steps.");
    out.accept(result.summary());
    return result.isGood() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static TourResult play(BackendKind kind, List<ChapterView> chapters, TourView view) {
    try (Backend backend = kind == BackendKind.REAL ? Backends.open(kind) : null) {
      Supplier<Stage> stages = backend == null ? SimulatedStage::new : () -> new JvmStage(backend);
      return new Tour(Chapters.all(), stages).play(chapters, view);
    }
  }

  /** The file of the page, checked before the run: a long run shall not end without its page. */
  private static Path page(String file) {
    Path page = FileProblem.path(file);
    Path folder = page.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Failure("cannot write " + page + ": there is no folder " + folder);
    }
    if (Files.isDirectory(page)) {
      throw new Failure("cannot write " + page + ": it is a folder");
    }
    if (!Files.isWritable(Files.exists(page) ? page : folder)) {
      throw new Failure("cannot write " + page + ": access denied");
    }
    return page;
  }

  private static List<ChapterView> chapters(List<String> names) {
    List<ChapterView> chapters = new ArrayList<>();
    for (String name : names) {
      try {
        chapters.add(Tour.chapter(Chapters.all(), name));
      } catch (IllegalArgumentException e) {
        throw new UsageException(e.getMessage());
      }
    }
    return chapters.isEmpty() ? Tour.views(Chapters.all()) : chapters;
  }

  private static boolean hasColour(String when) {
    return (when == null || when.equalsIgnoreCase("auto"))
        ? isColourTerminal()
        : when.equalsIgnoreCase("always");
  }

  private static boolean isColourTerminal() {
    String noColor = System.getenv("NO_COLOR");
    if (noColor != null && !noColor.isEmpty()) {
      return false;
    }
    if (StandardStreams.terminal() == null) {
      return false;
    }
    // Windows sets no TERM, and only its newer terminal, which sets WT_SESSION, surely has colours.
    String term = System.getenv("TERM");
    return term == null ? System.getenv("WT_SESSION") != null : !term.equals("dumb");
  }
}
