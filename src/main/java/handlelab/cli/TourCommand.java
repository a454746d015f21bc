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
import handlelab.story.Chapter;
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
      Tour.list(Chapters.ALL).forEach(out);
      return ExitCode.OK;
    }
    List<Chapter> chapters = chapters(arguments.words());
    BackendKind kind = BackendChoice.of(arguments);
    boolean hasColour = hasColour(arguments.value("--color"));
    boolean isStepped = arguments.has("--step");
    String file = arguments.value("--html");
    if (file != null && isStepped) {
      throw new UsageException("--html writes a page; --step has no place there");
    }
    boolean predicts = arguments.has("--predict");
    if (predicts && !isStepped) {
      throw new UsageException("--predict asks before each step: give --step, too");
    }
    TourResult result;
    if (file != null) {
      result = playToPage(page(file), kind, chapters, out);
    } else if (isStepped) {
      try (StepKeys keys = StepKeys.of(streams, out)) {
        result = play(kind, chapters, new TourSteps(keys, hasColour, predicts));
      }
    } else {
      result = play(kind, chapters, new TourText(out, hasColour));
    }
    if (file == null) {
      out.accept("");
    }
    out.accept(result.summary());
    return result.isGood() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static TourResult playToPage(
      Path page, BackendKind kind, List<Chapter> chapters, Consumer<String> out) {
    TourResult result = play(kind, chapters, new TourView());
    try {
      Files.writeString(page, TourPage.format(result));
    } catch (IOException e) {
      throw new Failure("cannot write " + page + " (" + FileProblem.of(e) + ")");
    }
    out.accept("Wrote " + page + ": " + result.frames() + " steps.");
    return result;
  }

  private static TourResult play(BackendKind kind, List<Chapter> chapters, TourView view) {
    try (Backend backend = kind == BackendKind.REAL ? Backends.open(kind) : null) {
      Supplier<Stage> stages = backend == null ? SimulatedStage::new : () -> new JvmStage(backend);
      return new Tour(Chapters.ALL, stages).play(chapters, view);
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

  private static List<Chapter> chapters(List<String> names) {
    List<Chapter> chapters = new ArrayList<>();
    for (String name : names) {
      try {
        chapters.add(Tour.chapter(Chapters.ALL, name));
      } catch (IllegalArgumentException e) {
        throw new UsageException(e.getMessage());
      }
    }
    return chapters.isEmpty() ? Chapters.ALL : chapters;
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
