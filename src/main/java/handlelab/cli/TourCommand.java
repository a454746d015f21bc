package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.mail.BackendChoice;
import handlelab.mail.ExitCode;
import handlelab.mail.Failure;
import handlelab.mail.Standard;
import handlelab.mail.UsageException;
import handlelab.story.ChapterView;
import handlelab.story.Tour;
import handlelab.story.TourPage;
import handlelab.story.TourResult;
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
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The subcommand {@code tour}. */
@Command(
    name = "tour",
    synopsisHeading = "Usage: handlelab ",
    description = {
      "Teaches handles in short chapters: makes the calls, shows the tables before and after each"
          + " one, and checks each claim.",
      "Exit codes: 0 each claim holds, 1 one does not, 2 wrong usage, 130 Ctrl-C."
    })
final class TourCommand extends PicocliCommand {
  @Parameters(
      paramLabel = "CHAPTER",
      arity = "0..*",
      description = "numbers or words of --list; default: all chapters")
  private List<String> names = new ArrayList<>();

  @Option(names = "--list", description = "print the chapters")
  private boolean list;

  @Option(names = "--step", description = "wait for a key after each step; q ends the tour")
  private boolean step;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write the run as a page to step through, instead of printing it")
  private Path page;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      defaultValue = "auto",
      description = "auto, always or never; auto heeds NO_COLOR")
  private String color;

  @Override
  int execute() {
    try {
      return run();
    } catch (ReportOutput.ReaderGoneException e) {
      return ExitCode.OK;
    }
  }

  private int run() {
    boolean hasColour = hasColour();
    BackendKind kind = BackendChoice.of(backend());
    Standard standard = Standard.ofThisProcess(kind == BackendKind.REAL);
    Consumer<String> out = lines(standard);
    if (list) {
      for (ChapterView chapter : Tour.views(Chapters.all())) {
        out.accept(String.format("%2d  %-13s %s", chapter.number(), chapter.id(), chapter.title()));
      }
      return ExitCode.OK;
    }
    List<ChapterView> chapters = chosen();
    if (page != null && step) {
      throw new UsageException("--html writes a page; --step has no place there");
    }
    if (page != null) {
      checkWritable();
      return play(kind, chapters, new TourPage(), out);
    }
    if (!step) {
      return play(kind, chapters, new TourText(out, hasColour, () -> {}), out);
    }
    try (StepKeys keys = StepKeys.of(standard, out)) {
      return play(kind, chapters, new TourText(out, hasColour, keys::await), out);
    }
  }

  private int play(
      BackendKind kind, List<ChapterView> chapters, TourView view, Consumer<String> out) {
    TourResult result;
    try (Backend backend = kind == BackendKind.REAL ? Backends.open(kind) : null) {
      Supplier<Stage> stages = backend == null ? SimulatedStage::new : () -> new JvmStage(backend);
      result = new Tour(Chapters.all(), stages).play(chapters, view);
    }
    if (view instanceof TourPage html) {
      write(html.html());
      out.accept("Wrote " + page + ": " + result.frames() + " steps.");
    } else {
      out.accept("");
    }
    out.accept(result.summary());
    return result.isGood() ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** A long run shall not end with a page that cannot be written. */
  private void checkWritable() {
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
  }

  private void write(String html) {
    try {
      Files.writeString(page, html, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new Failure("cannot write " + page + " (" + e.getMessage() + ")");
    }
  }

  private List<ChapterView> chosen() {
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

  private boolean hasColour() {
    return switch (color.toLowerCase(Locale.ROOT)) {
      case "auto" -> Ansi.AUTO.enabled() && !"dumb".equals(System.getenv("TERM"));
      case "always" -> true;
      case "never" -> false;
      default -> throw new UsageException("--color is auto, always or never, not " + color);
    };
  }

  /** Each line is seen at once. */
  private static Consumer<String> lines(Standard standard) {
    ReportOutput out = new ReportOutput(standard.out());
    return line -> {
      out.write(line + "\n");
      out.flush();
    };
  }
}
