package handlelab.leaks;

import handlelab.api.HandleRow;
import handlelab.inspect.Origin;
import handlelab.recorder.Recording;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a look at a watched program found.
 *
 * @param origin the kernel whose handle table was read
 * @param moment why the look was taken, such as {@code at its end}
 * @param takenAt when
 * @param recording what the recorder knew
 * @param table the process's handle table; null if it could not be read
 * @param badCloses closes of what was not open, the most frequent first
 * @param sites with open handles, findings first, the most open first
 * @param ignoredSites how many sites with open handles were left out because they are known
 * @param children with what they may have inherited, the oldest first
 * @param unwatched the number of rows by type that no watched call opened
 */
public record LeakReport(
    Origin origin,
    String moment,
    Instant takenAt,
    Recording recording,
    List<HandleRow> table,
    List<Recording.BadClose> badCloses,
    List<LeakSite> sites,
    int ignoredSites,
    List<ChildHandles> children,
    Map<String, Long> unwatched) {

  /** {@return the sites that are leaks, as far as can be told} */
  public List<LeakSite> leaks() {
    return sites.stream().filter(LeakSite::isFinding).toList();
  }

  /** {@return the sites whose handles may be in use} */
  public List<LeakSite> inUse() {
    return sites.stream().filter(site -> !site.isFinding()).toList();
  }

  /** {@return the number of leaking sites, and of stacks that close what is not open} */
  public int findings() {
    return leaks().size() + badCloses.size();
  }

  /**
   * {@return a site by its number; null if there is none}
   *
   * @param number as the recording has it
   */
  public Recording.Site site(int number) {
    return recording.sites().stream()
        .filter(site -> site.number() == number)
        .findFirst()
        .orElse(null);
  }
}
