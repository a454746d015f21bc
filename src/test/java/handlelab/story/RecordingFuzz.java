package handlelab.story;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fuzzing of the files that a comparison reads: the header of a recording, a transcript, the
 * ledger. A text is understood, or refused with the file's name; a transcript survives being
 * written and read again. The first byte says which of the three it is.
 */
public final class RecordingFuzz {
  private RecordingFuzz() {}

  /** One of each form. */
  public static List<byte[]> seeds() {
    return Stream.of(
            "\0scenario a/b\n1 call\n  -> done\n     change\n2 x\n  -> y\nended early: z\n",
            "\1handlelab recording 2\nsystem: s\nversion: 1\njava: 17\ndate: d\n",
            "\2[{\"scenario\":\"s\",\"step\":1,\"system\":\"w\",\"version\":\"1\","
                + "\"simulated\":\"a\",\"other\":\"b\",\"reason\":\"r\",\"evidence\":\"e\"}]")
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
      switch (data[0] % 3) {
        case 0 -> transcript(text);
        case 1 -> new Recording("fuzzed", file -> text).description();
        default -> Ledger.read(new StringReader(text), "fuzzed").differences();
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
