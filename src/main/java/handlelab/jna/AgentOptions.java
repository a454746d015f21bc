package handlelab.jna;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the agent is to do: words with commas between, such as {@code run,os-name=Windows 10}.
 *
 * @param isSimulated whether the simulated kernel answers the calls ({@code run}); otherwise they
 *     pass on to the system ({@code watch})
 * @param osName what {@code os.name} is to be for all but JNA, or null
 * @param isSummaryWanted whether refused functions are listed when the JVM ends ({@code summary})
 * @param others the words that other parts of the agent read, by name; a word without {@code =} has
 *     an empty value
 */
record AgentOptions(
    boolean isSimulated, String osName, boolean isSummaryWanted, Map<String, String> others) {
  /**
   * Reads the options of {@code -javaagent}.
   *
   * @throws IllegalArgumentException if there is neither {@code run} nor {@code watch}
   */
  static AgentOptions parse(String text) {
    Map<String, String> words = new TreeMap<>();
    for (String word : (text == null ? "" : text).split(",", -1)) {
      int equals = word.indexOf('=');
      words.put(
          equals < 0 ? word.strip() : word.substring(0, equals).strip(),
          equals < 0 ? "" : word.substring(equals + 1));
    }
    words.remove("");
    boolean isSimulated = words.remove("run") != null;
    if (!isSimulated && !words.containsKey("watch")) {
      throw new IllegalArgumentException(
          "handlelab's agent needs =run or =watch, and got \"" + (text == null ? "" : text) + '"');
    }
    String osName = words.remove("os-name");
    boolean isSummaryWanted = words.remove("summary") != null;
    return new AgentOptions(isSimulated, osName, isSummaryWanted, words);
  }
}
