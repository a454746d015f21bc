package handlelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.lib.JavaCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The picture of an inheritance report in the notes is what the command says. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the picture is of the simulated kernel")
class ReportPictureTest {
  private static final List<String> WORDS =
      List.of(
          "inherited",
          "--with-mailslot=letters:inherit",
          "--with-mailslot=parcels:inherit",
          "--with-mailslot=diary",
          "--only=letters",
          "--look-only");
  private static final List<String> CHILD = List.of("--", "cat");

  private static final int LINE_HEIGHT = 18;
  private static final double LETTER_WIDTH = 7.25;
  private static final int MARGIN = 16;

  @TempDir Path folder;

  /** Run with the variable HANDLELAB_REWRITE set to draw the picture anew. */
  @Test
  void thePictureShowsWhatTheCommandSays() throws Exception {
    String drawn = draw("$ handlelab " + words(" ") + "\n" + report());
    Path picture =
        Path.of(System.getProperty("handlelab.projectDirectory", ""))
            .resolve("native-notes/pictures/inherited.svg");
    if (System.getenv("HANDLELAB_REWRITE") != null) {
      Files.createDirectories(picture.getParent());
      Files.writeString(picture, drawn);
    }
    assertEquals(timeless(Files.readString(picture)), timeless(drawn));
  }

  private static String words(String between) {
    return String.join(between, WORDS) + between + String.join(between, CHILD);
  }

  /** In a JVM of its own, so that it has a runtime folder, and thus a kernel, of its own. */
  private String report() throws IOException, InterruptedException {
    Path file = folder.resolve("report.txt");
    List<String> arguments = new ArrayList<>(WORDS);
    arguments.addAll(List.of("--backend=simulated", "--report=" + file));
    arguments.addAll(CHILD);
    ProcessBuilder builder = new ProcessBuilder(JavaCommand.of(Main.class, arguments));
    builder.environment().put("HANDLELAB_RUNTIME_DIR", folder.resolve("runtime").toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("output.txt").toFile());
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the command does not end");
    assertEquals(0, process.exitValue(), Files.readString(folder.resolve("output.txt")));
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /** Only the time of day differs from run to run. */
  private static String timeless(String text) {
    return text.replaceAll("\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d", "TIME");
  }

  private static String draw(String text) {
    List<String> lines = text.strip().lines().toList();
    int longest = lines.stream().mapToInt(String::length).max().orElse(0);
    int width = (int) Math.ceil(longest * LETTER_WIDTH) + 2 * MARGIN;
    int height = lines.size() * LINE_HEIGHT + 2 * MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 %d %d" width="%d" height="%d">
        <title>What a child inherited, and why</title>
        <style>
        rect { fill: #ffffff; stroke: #d5d8de; }
        text { fill: #566070; font: 12px ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; }
        .head { fill: #1d2430; font-weight: 700; }
        .came { fill: #136f3a; }
        @media (prefers-color-scheme: dark) {
          rect { fill: #1a202a; stroke: #333c4a; } text { fill: #a2acba; }
          .head { fill: #e6e9ee; } .came { fill: #74d99a; }
        }
        </style>
        <rect x="0.5" y="0.5" width="%d" height="%d" rx="8"/>
        """
            .formatted(width, height, width, height, width - 1, height - 1));
    boolean came = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean isHead = !line.startsWith(" ");
      came = isHead ? line.contains("from the parent:") : came;
      String kind = isHead ? " class=\"head\"" : came ? " class=\"came\"" : "";
      int y = MARGIN + (i + 1) * LINE_HEIGHT - 5;
      // Fixed widths keep the columns straight in whatever font there is.
      svg.append(
          "<text x=\"%d\" y=\"%d\" textLength=\"%d\" xml:space=\"preserve\"%s>%s</text>\n"
              .formatted(
                  MARGIN,
                  y,
                  Math.round(line.length() * LETTER_WIDTH),
                  kind,
                  line.replace("&", "&amp;").replace("<", "&lt;")));
    }
    return svg.append("</svg>\n").toString();
  }
}
