package handlelab.jna;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The system library that programs find where the simulated kernel answers: kernel32, and what
 * belongs to it in kernelbase and advapi32. The functions are known by their exported names. Each
 * has an address, at which there is nothing: below 64 KB no system maps memory. Thread-safe.
 */
final class SimulatedLibrary {
  /** The library by any name, as a path of any system. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:.*[/\\\\])?(?:lib)?(?:kernel32|kernelbase|advapi32)(?:\\.dll)?(?:\\.so|\\.dylib)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern DECORATION = Pattern.compile("^_?(\\w+?)(?:[AW]?@\\d+|[AW])$");

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

  /** What a function does that returns TRUE if it succeeds. */
  @FunctionalInterface
  interface Action {
    /**
     * Answers a call.
     *
     * @throws handlelab.api.Win32Exception if the function fails
     * @throws Throwable what the program is to get instead
     */
    void perform(SimulatedCall call) throws Throwable;
  }

  /**
   * A function.
   *
   * @param name the exported name
   * @param isWide whether its text is of 16-bit characters
   * @param failure what it returns if it fails
   * @param body what it does
   */
  record Entry(String name, boolean isWide, long failure, Body body) {}

  private final Map<String, Integer> indexes = new HashMap<>();
  private final Map<String, Integer> refusing = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /** Whether functions of a library of that name or path are simulated. */
  static boolean hasName(String nameOrPath) {
    return NAME.matcher(nameOrPath).matches();
  }

  /**
   * Adds a function.
   *
   * @param name the exported name; of a function that takes text, with {@code *} for A and W
   * @param failure what it returns if it fails
   */
  void add(String name, long failure, Body body) {
    if (name.endsWith("*")) {
      String base = name.substring(0, name.length() - 1);
      add(new Entry(base + "W", true, failure, body));
      add(new Entry(base + "A", false, failure, body));
    } else {
      add(new Entry(name, false, failure, body));
    }
  }

  /** Adds a function that returns TRUE or FALSE. */
  void add(String name, Action action) {
    add(
        name,
        0,
        call -> {
          action.perform(call);
          return 1;
        });
  }

  /**
   * Adds functions that return what methods of {@link handlelab.api.Kernel32} do, or TRUE if those
   * return nothing.
   *
   * @param failure what they return if they fail
   */
  void addMethods(long failure, String... names) {
    for (String name : names) {
      add(name, failure, new KernelFunction(name, -1));
    }
  }

  /**
   * Adds functions that write what methods of {@link handlelab.api.Kernel32} return.
   *
   * @param firstPointer the first of the arguments that say where to
   */
  void addWritingMethods(int firstPointer, String... names) {
    for (String name : names) {
      add(name, 0, new KernelFunction(name, firstPointer));
    }
  }

  private synchronized void add(Entry entry) {
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
    if (entries.isEmpty()) {
      // Not before it is wanted: a program's start would wait for it.
      SimulatedKernel32.addTo(this);
    }
    Integer index = indexes.get(name);
    if (index != null) {
      return addressOf(index);
    }
    if (indexes.containsKey(DECORATION.matcher(name).replaceFirst("$1"))) {
      // A function mapper tries CloseHandleW or CloseHandle@8 before CloseHandle.
      throw new UnsatisfiedLinkError(name);
    }
    throw Refusal.of(name);
  }

  /** The address of a function that refuses each call. */
  synchronized long refusingAddress(String name) {
    Integer index = refusing.get(name);
    if (index == null) {
      // Its address was looked up before, so that there are others.
      index = entries.size();
      refusing.put(name, index);
      entries.add(new Entry(name, false, 0, call -> refuse(name)));
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
