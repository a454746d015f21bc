package handlelab.story;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fuzzing of the files that a comparison reads: the header of a recording, a transcript. A text is
 * understood, or refused with the file's name; a transcript survives being written and read again.
 * The first byte says which of the two it is.
 */
public final class RecordingFuzz {
  private RecordingFuzz() {}

  /** One of each form. */
  public static List<byte[]> seeds() {
    return Stream.of(
            "\0scenario a/b\n1 call\n  -> done\n     change\n2 x\n  -> y\nended early: z\n",
            "\1handlelab recording 2\nsystem: s\nversion: 1\njava: 17\ndate: d\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    String text = new String(Arrays.copyOfRange(data, 1, data.length), StandardCharsets.UTF_8);
    try {
      if (data[0] % 2 == 0) {
        transcript(text);
      } else {
        new Recording("fuzzed", file -> text).description();
      }
    } catch (RecordingException e) {
      if (!e.getMessage().startsWith("fuzzed")) {
        throw new AssertionError("it does not say which file", e);
      }
    }
  }

  private static void transcript(String text) {
    Transcript transcript = Transcript.parse(text, "fuzzed");
    Transcript again = Transcript.parse(transcript.format(), "written");
    if (!transcript.equals(again)) {
      throw new AssertionError(transcript + " became " + again);
    }
  }
}
