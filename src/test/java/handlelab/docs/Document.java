package handlelab.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown file, taken apart into what can be checked. */
record Document(
    Path file,
    List<Block> blocks,
    List<String> links,
    List<String> codeSpans,
    Set<String> anchors) {

  /**
   * A fenced or indented block.
   *
   * @param language what the fence says, or an empty string
   * @param line the number of its first line in the file
   * @param note the comment right before it, or an empty string
   */
  record Block(String language, int line, String note, List<String> lines) {}

  private static final String INDENT = "    ";
  private static final Pattern FENCE = Pattern.compile("```(\\w*).*");
  private static final Pattern NOTE = Pattern.compile("<!--\\s*(.*?)\\s*-->");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE_SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s+(.*)");

  static Document read(Path file) throws IOException {
    Document document =
        new Document(
            file, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new TreeSet<>());
    document.parse(Files.readAllLines(file));
    return document;
  }

  private void parse(List<String> lines) {
    String note = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher fence = FENCE.matcher(line);
      Matcher comment = NOTE.matcher(line.strip());
      if (fence.matches()) {
        List<String> inside = new ArrayList<>();
        int first = i + 2;
        for (i++; i < lines.size() && !lines.get(i).startsWith("```"); i++) {
          inside.add(lines.get(i));
        }
        if (i == lines.size()) {
          throw new AssertionError(file + ":" + (first - 1) + ": the block has no end");
        }
        blocks.add(new Block(fence.group(1), first, note, inside));
        note = "";
      } else if (line.startsWith(INDENT) && i > 0 && lines.get(i - 1).isBlank()) {
        List<String> inside = new ArrayList<>();
        int first = i + 1;
        for (; i < lines.size() && lines.get(i).startsWith(INDENT); i++) {
          inside.add(lines.get(i).substring(INDENT.length()));
        }
        i--;
        blocks.add(new Block("", first, note, inside));
        note = "";
      } else if (comment.matches()) {
        note = comment.group(1);
      } else {
        parseText(line);
        note = line.isBlank() ? note : "";
      }
    }
  }

  private void parseText(String line) {
    Matcher heading = HEADING.matcher(line);
    if (heading.matches()) {
      anchors.add(anchor(heading.group(1)));
    }
    CODE_SPAN.matcher(line).results().forEach(span -> codeSpans.add(span.group(1)));
    // A link's target never stands in a code span.
    String text = line.replaceAll("`[^`]*`", "code");
    LINK.matcher(text).results().forEach(link -> links.add(link.group(1)));
  }

  /** How the usual viewers name a heading. */
  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .strip()
        .replace(' ', '-');
  }
}
