package handlelab.jna;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The kernel32 that programs find where the simulated kernel answers: the functions by their
 * exported names. Each has an address, at which there is nothing: below 64 KB no system maps
 * memory. Thread-safe.
 */
final class SimulatedLibrary {
  /** The library by any name, as a path of any system. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:.*[/\\\\])?(?:lib)?(?:kernel32|kernelbase)(?:\\.dll)?(?:\\.so|\\.dylib)?",
          Pattern.CASE_INSENSITIVE);

  private static final long FIRST_ADDRESS = 0x1000;
  private static final int ADDRESS_STEP = 8;
  private static final long END = 0x1_0000;

  /** What a function does. */
  @FunctionalInterface
  interface Body {
    /**
     * Answers a call.
     *
     * @return what the function returns
     * @throws handlelab.api.Win32Exception if the function fails
     * @throws Throwable what the program is to get instead
     */
    long answer(SimulatedCall call) throws Throwable;
  }

  /**
   * A function.
   *
   * @param name the exported name
   * @param failure what it returns if it fails
   */
  record Entry(String name, long failure, Body body) {}

  private final Map<String, Integer> indexes = new HashMap<>();
  private final Map<String, Integer> refusing = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /** Whether a library of that name or path is kernel32. */
  static boolean hasName(String nameOrPath) {
    return NAME.matcher(nameOrPath).matches();
  }

  /** Adds a function. */
  synchronized void add(Entry entry) {
    indexes.put(entry.name(), entries.size());
    entries.add(entry);
  }

  /**
   * The address of a function.
   *
   * @throws UnsatisfiedLinkError if there is none of that name, which is the error that JNA has for
   *     a function that this version of Windows lacks
   */
  synchronized long address(String name) {
    Integer index = indexes.get(name);
    if (index == null) {
      throw Refusal.of(name);
    }
    return addressOf(index);
  }

  /** The address of a function that refuses each call. */
  synchronized long refusingAddress(String name) {
    Integer index = refusing.get(name);
    if (index == null) {
      index = entries.size();
      refusing.put(name, index);
      entries.add(new Entry(name, 0, call -> refuse(name)));
    }
    return addressOf(index);
  }

  private static long refuse(String name) {
    throw Refusal.of(name);
  }

  private static long addressOf(int index) {
    return FIRST_ADDRESS + (long) index * ADDRESS_STEP;
  }

  /** Whether it is the address of a function. Called for each call of any library. */
  boolean contains(long address) {
    return address >= FIRST_ADDRESS && address < END;
  }

  /** The function at an address. */
  synchronized Entry at(long address) {
    return entries.get((int) (address - FIRST_ADDRESS) / ADDRESS_STEP);
  }
}
