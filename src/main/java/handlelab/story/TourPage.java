package handlelab.story;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws a run as one HTML page that needs nothing but itself: styles, script and the run's data are
 * in it, and it asks no network. Used by one thread.
 */
public final class TourPage extends TourView {
  private static final String TEMPLATE = "tour.html";
  private static final String STYLE_PLACE = "/*STYLE*/";
  private static final String DRAWING_PLACE = "/*DRAWING*/";
  private static final String SCRIPT_PLACE = "/*SCRIPT*/";
  private static final String DATA_PLACE = "\"DATA\"";

  /** A chapter with what it showed. */
  private record Played(
      int number,
      String id,
      String title,
      String summary,
      String kernel,
      boolean exact,
      List<Frame> frames) {}

  private record Run(int version, List<Played> chapters) {}

  private final List<Played> chapters = new ArrayList<>();

  /** A page of a run that is still to come. */
  public TourPage() {}

  @Override
  void begin(ChapterView chapter, String kernel, boolean exact) {
    chapters.add(
        new Played(
            chapter.number(),
            chapter.id(),
            chapter.title(),
            chapter.summary(),
            kernel,
            exact,
            new ArrayList<>()));
  }

  @Override
  void frame(Frame frame) {
    chapters.get(chapters.size() - 1).frames().add(frame);
  }

  /** The page with all that was played so far. */
  public String html() {
    // Gson escapes <, > and & by itself, so that no text of a run can end the script.
    String data = new GsonBuilder().create().toJson(new Run(2, chapters));
    return resource(TEMPLATE)
        .replace(STYLE_PLACE, resource("tour.css"))
        .replace(DRAWING_PLACE, resource("draw.js"))
        .replace(SCRIPT_PLACE, resource("tour.js"))
        .replace(DATA_PLACE, data);
  }

  static String resource(String name) {
    try (InputStream stream = TourPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the program is incomplete: no resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the program's own resource " + name, e);
    }
  }
}
