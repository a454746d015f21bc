package handlelab.recorder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The sites of a program, as many as are kept. Any thread may call. */
final class Sites {
  private static final int TRACES_KEPT = 5_000;
  private static final int SITES_KEPT = 20_000;
  private static final CallStack OTHER = new CallStack(List.of("(one of too many stacks)"));

  /** A function and a whole stack, to find its site without looking at each frame's name. */
  private record Trace(String function, List<StackTraceElement> frames) {}

  private record SiteKey(String function, String type, CallStack stack) {}

  private final List<String> skipped;
  private final AtomicInteger number = new AtomicInteger();
  private final Map<Trace, CallStack> traces = new ConcurrentHashMap<>();
  private final Map<SiteKey, Site> sites = new ConcurrentHashMap<>();

  /**
   * @param skipped prefixes of class names that are not shown as the program's own code
   */
  Sites(List<String> skipped) {
    this.skipped = List.copyOf(skipped);
  }

  Site site(String function, String type, CallStack stack) {
    SiteKey key = new SiteKey(function, type, stack);
    Site site = sites.get(key);
    if (site != null) {
      return site;
    }
    SiteKey kept = sites.size() < SITES_KEPT ? key : new SiteKey(function, type, OTHER);
    return sites.computeIfAbsent(
        kept, made -> new Site(number.incrementAndGet(), function, type, made.stack));
  }

  /**
   * The stack of a call.
   *
   * @param call made where the function was called
   */
  CallStack stack(String function, Throwable call) {
    StackTraceElement[] frames = call.getStackTrace();
    Trace trace = new Trace(function, Arrays.asList(frames));
    CallStack stack = traces.get(trace);
    if (stack == null) {
      if (traces.size() >= TRACES_KEPT) {
        traces.clear();
      }
      stack = CallStack.of(function, frames, skipped);
      traces.put(trace, stack);
    }
    return stack;
  }

  /** All sites, by number. */
  List<Recording.Site> recorded() {
    List<Recording.Site> recorded = new ArrayList<>();
    sites.values().forEach(site -> recorded.add(site.recorded()));
    recorded.sort(Comparator.comparingInt(Recording.Site::number));
    return recorded;
  }
}
