package handlelab.story;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Transcripts of one system, kept in a folder: {@code recording.txt} says where they were made, and
 * each scenario has a file {@code GROUP/NAME.txt}.
 */
public final class Recording {
  private static final String HEADER = "recording.txt";
  private static final String FORM = "handlelab recording 2";
  private static final String SHIPPED = "/handlelab/recordings/";

  /** Where the files of a recording come from. */
  interface Source {
    /** The file's text, or null if there is none. */
    String read(String file) throws IOException;
  }

  private final String place;
  private final Map<String, String> header;
  private final Source source;

  /**
   * @throws RecordingException if there is no header of this form
   */
  Recording(String place, Source source) {
    this.place = place;
    this.source = source;
    this.header = readHeader();
  }

  /**
   * A recording in a folder.
   *
   * @throws RecordingException if there is none, or not in this form
   */
  public static Recording in(Path folder) {
    return new Recording(
        folder.toString(),
        file -> {
          Path path = folder.resolve(file);
          return Files.exists(path) ? Files.readString(path) : null;
        });
  }

  /** The recordings that come with this program. */
  public static List<Recording> shipped() {
    List<Recording> shipped = new ArrayList<>();
    String index = readResource("index.txt");
    for (String folder : index == null ? List.<String>of() : index.lines().toList()) {
      shipped.add(new Recording(folder, file -> readResource(folder + "/" + file)));
    }
    return shipped;
  }

  private static String readResource(String file) {
    try (InputStream in = Recording.class.getResourceAsStream(SHIPPED + file)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A recording that has just been made.
   *
   * @param build the exact build, or null if that says nothing
   * @param java the version of the runtime that made it
   * @param date in the form of ISO 8601
   */
  public static Recording of(
      SystemLabel system, String build, String java, String date, List<Transcript> transcripts) {
    Map<String, String> files = new TreeMap<>();
    String header =
        String.join(
            "\n",
            FORM,
            "system: " + system.system(),
            "version: " + system.version() + (build == null ? "" : "\nbuild: " + build),
            "java: " + java,
            "date: " + date,
            "");
    files.put(HEADER, header);
    for (Transcript transcript : transcripts) {
      files.put(transcript.scenario() + ".txt", transcript.format());
    }
    return new Recording("this run", files::get);
  }

  /** Whether a recording of this system comes with this program. */
  public static boolean isShipped(SystemLabel system) {
    return shipped().stream().anyMatch(recording -> recording.system().equals(system));
  }

  /**
   * Copies the transcripts of these scenarios into a folder; files of an older recording there are
   * replaced.
   */
  public void write(Path folder, List<String> scenarios) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(HEADER), read(HEADER));
    for (String scenario : scenarios) {
      String file = scenario + ".txt";
      String text = read(file);
      if (text != null) {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
      }
    }
  }

  public SystemLabel system() {
    return new SystemLabel(header.get("system"), header.get("version"));
  }

  /** One line: which system, of which build if that is known, with which Java, when. */
  public String description() {
    String build = header.get("build");
    return system()
        + (build == null ? "" : ", build " + build)
        + ", Java "
        + header.get("java")
        + ", recorded "
        + header.get("date");
  }

  /**
   * The transcript of a scenario, if it was recorded.
   *
   * @throws RecordingException if its file is damaged
   */
  public Optional<Transcript> transcript(String scenario) {
    String file = scenario + ".txt";
    String text = read(file);
    return text == null
        ? Optional.empty()
        : Optional.of(Transcript.parse(text, place + "/" + file));
  }

  private Map<String, String> readHeader() {
    String text = read(HEADER);
    if (text == null || !text.startsWith(FORM + "\n")) {
      throw new RecordingException(place + "/" + HEADER, 1, "not '" + FORM + "': record it again");
    }
    Map<String, String> fields = new TreeMap<>();
    int number = 1;
    for (String line : text.lines().skip(1).toList()) {
      number++;
      int colon = line.indexOf(": ");
      if (colon < 0) {
        throw new RecordingException(place + "/" + HEADER, number, "no field: " + line);
      }
      fields.put(line.substring(0, colon), line.substring(colon + 2));
    }
    for (String field : List.of("system", "version", "java", "date")) {
      if (!fields.containsKey(field)) {
        throw new RecordingException(
            place + "/" + HEADER, number, "the field " + field + " is missing");
      }
    }
    return fields;
  }

  private String read(String file) {
    try {
      return source.read(file);
    } catch (IOException e) {
      throw new RecordingException(place + "/" + file, "cannot be read: " + e.getMessage(), e);
    }
  }
}
