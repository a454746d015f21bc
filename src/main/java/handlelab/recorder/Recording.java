package handlelab.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a {@link Recorder} knew at one moment, as it goes from the watched JVM to the launcher.
 *
 * @param processId the watched JVM's, as its host system has it
 * @param program its main class or jar and the arguments, for people
 * @param startMillis when the recorder began, since 1970
 * @param takenMillis when this was taken
 * @param sequence the number of the last open
 * @param sites all sites, by number
 * @param open the handles that were opened and not closed, by value
 * @param badCloses closes that failed because the handle was not open
 * @param closesOfOthers closes of what a watched call had closed before, which succeeded because
 *     other code had got the value meanwhile
 * @param children the children, the oldest first
 * @param unknownCloses how many handles were closed whose opening was not seen
 * @param problems what could not be watched, one line each
 */
public record Recording(
    long processId,
    String program,
    long startMillis,
    long takenMillis,
    long sequence,
    List<Site> sites,
    List<Open> open,
    List<BadClose> badCloses,
    List<BadClose> closesOfOthers,
    List<Child> children,
    long unknownCloses,
    List<String> problems)
    implements Serializable {

  /**
   * A function with the stack on which it was called.
   *
   * @param number names the site within the recording
   * @param signature names the site in each run of the same program
   * @param function such as {@code CreateEventW}
   * @param type the type of its handles; null if it is not known
   * @param stack where it was called
   * @param closer where one of its handles was closed; null if none was
   * @param opened how many handles it opened
   * @param closed how many of those were closed by calls that were watched
   * @param firstMillis when the first was opened, since 1970
   * @param lastMillis when the last was opened
   */
  public record Site(
      int number,
      String signature,
      String function,
      String type,
      CallStack stack,
      CallStack closer,
      long opened,
      long closed,
      long firstMillis,
      long lastMillis)
      implements Serializable {
    /** {@return whether its handles stand in the process's handle table, as kernel objects' do} */
    public boolean isInTable() {
      return !Rule.SEARCH.equals(type);
    }
  }

  /**
   * A handle that is open.
   *
   * @param value the handle value, or a descriptor of the host system
   * @param site the number of the site that opened it
   * @param sequence counts the opens
   * @param millis when it was opened, since 1970
   * @param thread the name of the thread that opened it
   * @param inheritable whether it was made inheritable, as far as that was seen
   * @param isHandle whether the value is one of the kernel's; false for a file or socket that the
   *     JDK opened while the simulated kernel answers
   * @param name a path or an address if the JDK opened it; null otherwise
   */
  public record Open(
      long value,
      int site,
      long sequence,
      long millis,
      String thread,
      boolean inheritable,
      boolean isHandle,
      String name)
      implements Serializable {}

  /**
   * Closes, at one stack, of what was not the program's to close.
   *
   * @param function that was to close
   * @param value the last handle value
   * @param stack where it was to be closed
   * @param thread the name of the thread that closed last
   * @param opener the site that had opened it; 0 if it is not known
   * @param closer where it was closed before; null if it is not known
   * @param count how many such closes there were
   */
  public record BadClose(
      String function,
      long value,
      CallStack stack,
      String thread,
      int opener,
      CallStack closer,
      long count)
      implements Serializable {}

  /**
   * A child process.
   *
   * @param processId its id
   * @param site where it was started
   * @param millis when it was started, since 1970
   * @param thread the name of the thread that started it
   * @param commandLine as far as it is known; may be null
   * @param inherits what it may inherit
   * @param isSuspended whether it was created suspended
   * @param got the inheritable handles that were open then, or those of its handle list
   * @param standardHandles the values that it was given as its standard handles
   */
  public record Child(
      long processId,
      int site,
      long millis,
      String thread,
      String commandLine,
      Inherits inherits,
      boolean isSuspended,
      List<Open> got,
      List<Long> standardHandles)
      implements Serializable {}

  /** What a child may inherit. */
  public enum Inherits {
    NOTHING,
    /** Every inheritable handle. */
    ALL,
    /** The handles of its list. */
    LIST
  }

  /** A recording; the lists are copied. */
  public Recording {
    sites = List.copyOf(sites);
    open = List.copyOf(open);
    badCloses = List.copyOf(badCloses);
    closesOfOthers = List.copyOf(closesOfOthers);
    children = List.copyOf(children);
    problems = List.copyOf(problems);
  }

  /**
   * What a test needs that begins at one moment.
   *
   * @param begin the number of the last open then
   * @return all but older handles, and sites that nothing refers to
   */
  public Recording since(long begin) {
    List<Open> later = open.stream().filter(handle -> handle.sequence() > begin).toList();
    Set<Integer> used = new HashSet<>();
    later.forEach(handle -> used.add(handle.site()));
    badCloses.forEach(close -> used.add(close.opener()));
    closesOfOthers.forEach(close -> used.add(close.opener()));
    for (Child child : children) {
      used.add(child.site());
      child.got().forEach(handle -> used.add(handle.site()));
    }
    return new Recording(
        processId,
        program,
        startMillis,
        takenMillis,
        sequence,
        sites.stream().filter(site -> used.contains(site.number())).toList(),
        later,
        badCloses,
        closesOfOthers,
        children,
        unknownCloses,
        problems);
  }

  /**
   * Writes the recording.
   *
   * @param target is flushed, not closed
   * @throws IOException if the target cannot be written to
   */
  public void write(OutputStream target) throws IOException {
    ObjectOutputStream out = new ObjectOutputStream(target);
    out.writeObject(this);
    out.flush();
  }

  /**
   * Reads a recording that {@link #write} wrote in a JVM with the same version of this class.
   *
   * @param source is not closed
   * @return the recording
   * @throws IOException if the source has none
   */
  public static Recording read(InputStream source) throws IOException {
    ObjectInputStream in = new ObjectInputStream(source);
    in.setObjectInputFilter(
        ObjectInputFilter.Config.createFilter("handlelab.recorder.*;java.util.*;java.lang.*;!*"));
    try {
      return (Recording) in.readObject();
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new IOException("not a recording of this version", e);
    }
  }
}
