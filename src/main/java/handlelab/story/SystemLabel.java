package handlelab.story;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which kernel a transcript was made on.
 *
 * @param system {@code Windows}, {@code Wine}, or {@code simulated}
 * @param version as the system says it, such as {@code 10.0}
 */
public record SystemLabel(String system, String version) {
  private static final Pattern REAL = Pattern.compile("kernel32 of (\\S+) (.+)");

  /** From a backend's description, such as {@code kernel32 of Wine 10.0}. */
  public static SystemLabel of(String description) {
    Matcher matcher = REAL.matcher(description);
    return matcher.matches()
        ? new SystemLabel(matcher.group(1), matcher.group(2))
        : new SystemLabel("simulated", "");
  }

  /** Only a recording of Windows itself answers an open question. */
  public boolean isWindows() {
    return system.equals("Windows");
  }

  @Override
  public String toString() {
    return version.isEmpty() ? system : system + " " + version;
  }
}
