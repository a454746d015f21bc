package handlelab.story;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A run as one HTML page that needs nothing but itself: styles, script and the run's data are in
 * it, and it asks no network. Stateless.
 */
public final class TourPage {
  private record Run(int version, List<ChapterRun> chapters) {}

  private TourPage() {}

  /** The page's text. */
  public static String format(TourResult result) {
    // Gson escapes <, > and & by itself, so that no text of a run can end the script.
    String data = new Gson().toJson(new Run(2, result.chapters()));
    return template("tour.html")
        .replace("/*STYLE*/", resource("tour.css"))
        .replace("/*DRAWING*/", resource("draw.js"))
        .replace("/*SCRIPT*/", resource("tour.js"))
        .replace("\"DATA\"", data);
  }

  /** A page that is to be filled in; all have the same colours. */
  static String template(String name) {
    return resource(name).replace("/*PALETTE*/", resource("palette.css"));
  }

  private static String resource(String name) {
    try (InputStream stream = TourPage.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the program's own resource " + name, e);
    }
  }
}
