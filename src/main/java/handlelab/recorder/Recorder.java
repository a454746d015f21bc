package handlelab.recorder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Records which handles a program opens and closes. Any thread may call.
 *
 * <p>Its memory grows with the handles that are open and with the sites that opened them, not with
 * the number of calls: of a handle that was closed only the site's counters stay, and, for the last
 * {@value #CLOSED_KEPT}, its value.
 *
 * <p>A call of one of the {@link #functions} is reported twice: {@link #begin} before the system is
 * called, {@link #end} after. A value is forgotten before the system can give it to another thread.
 */
public final class Recorder {
  private static final int CLOSED_KEPT = 2_000;
  private static final int CHILDREN_KEPT = 200;
  private static final int BAD_CLOSES_KEPT = 1_000;

  private static final int ERROR_INVALID_HANDLE = 6;
  private static final long CURRENT_PROCESS = -1;
  private static final int DUPLICATE_CLOSE_SOURCE = 1;
  private static final int HANDLE_FLAG_INHERIT = 1;
  private static final int HANDLE_FLAG_PROTECT_FROM_CLOSE = 2;
  private static final int INHERIT_HANDLE = 16; // offset in SECURITY_ATTRIBUTES

  /** A handle that is open. */
  private static final class Opened {
    final Site site;
    final long sequence;
    final long millis;
    final String thread;
    final boolean isOfJdk;
    volatile boolean inheritable;
    volatile boolean isProtected;

    /** Whether it is a handle to this process. */
    volatile boolean isOfThisProcess;

    /** A path or an address; null if it is not known. */
    volatile String name;

    Opened(
        Site site,
        long sequence,
        long millis,
        String thread,
        boolean isOfJdk,
        boolean inheritable,
        String name) {
      this.site = site;
      this.sequence = sequence;
      this.millis = millis;
      this.thread = thread;
      this.isOfJdk = isOfJdk;
      this.inheritable = inheritable;
      this.name = name;
    }

    Recording.Open recorded(long value, boolean isHandle) {
      return new Recording.Open(
          value, site.number, sequence, millis, thread, inheritable, isHandle, name);
    }
  }

  /** A call that has begun. */
  public static final class Call {
    private final String function;
    private final Rule rule;
    private final CallArguments arguments;
    private final boolean isClose;

    /** The handle that it closes, unless it fails; null for none that is known. */
    private final Opened closing;

    private Call(
        String function, Rule rule, CallArguments arguments, boolean isClose, Opened closing) {
      this.function = function;
      this.rule = rule;
      this.arguments = arguments;
      this.isClose = isClose;
      this.closing = closing;
    }
  }

  /** A handle that was closed; the close's stack is decoded only if it is asked for. */
  private record Closed(Site opener, String function, Throwable closer) {}

  private final LongSupplier processId;
  private final long startMillis = System.currentTimeMillis();
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicLong unknownCloses = new AtomicLong();
  private final Map<Long, Opened> open = new ConcurrentHashMap<>();

  /** What the JDK opened, by descriptor; the same map as {@link #open} if those are handles. */
  private final Map<Long, Opened> files;

  private final Sites sites;
  private final Map<CallStack, Recording.BadClose> badCloses = new ConcurrentHashMap<>();
  private final Map<CallStack, Recording.BadClose> closesOfOthers = new ConcurrentHashMap<>();
  private final ChildRecorder children = new ChildRecorder(CHILDREN_KEPT);
  private final List<String> problems = new ArrayList<>(); // guarded by itself

  /** Guarded by itself. */
  private final Map<Long, Closed> closed =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Closed> eldest) {
          return size() > CLOSED_KEPT;
        }
      };

  /**
   * A recorder that has seen nothing yet.
   *
   * @param skipped prefixes of class names, such as {@code com.acme.win.}, that are not shown as
   *     the program's own code
   * @param processId the id by which the watched functions know this process; asked for if a handle
   *     to a process is opened
   */
  public Recorder(List<String> skipped, LongSupplier processId) {
    this(skipped, processId, true);
  }

  /**
   * A recorder that has seen nothing yet.
   *
   * @param skipped prefixes of class names that are not shown as the program's own code
   * @param processId the id by which the watched functions know this process
   * @param areFilesHandles whether the JDK's files and sockets are handles of the kernel whose
   *     functions are reported; not so of the simulated one
   */
  public Recorder(List<String> skipped, LongSupplier processId, boolean areFilesHandles) {
    this.sites = new Sites(skipped);
    this.processId = processId;
    this.files = areFilesHandles ? open : new ConcurrentHashMap<>();
  }

  /** {@return the exported names of the functions whose calls are to be reported} */
  public static Set<String> functions() {
    return Rule.functions();
  }

  /**
   * Notes something that cannot be watched.
   *
   * @param line for the user
   */
  public void problem(String line) {
    synchronized (problems) {
      if (problems.size() < 100 && !problems.contains(line)) {
        problems.add(line);
      }
    }
  }

  /** {@return how many handles are open} */
  public int openCount() {
    return open.size() + (files == open ? 0 : files.size());
  }

  /**
   * Notes that a call begins.
   *
   * @param function one of {@link #functions}
   * @param arguments the call's
   * @return the call, for {@link #end}
   */
  public Call begin(String function, CallArguments arguments) {
    Rule rule = Rule.of(function);
    boolean isClose = closesOwn(rule, arguments);
    Opened closing = isClose ? open.remove(closedValue(rule, arguments)) : null;
    return new Call(function, rule, arguments, isClose, closing);
  }

  /**
   * Notes that a call has returned, on the thread that made it.
   *
   * @param call that began
   * @param result what the function returned; null if that is not known, then a close is taken to
   *     have succeeded, and there is no handle to know of
   * @param lastError GetLastError after the call
   */
  public void end(Call call, Long result, int lastError) {
    String function = call.function;
    Rule rule = call.rule;
    CallArguments arguments = call.arguments;
    boolean hasSucceeded = result == null ? rule.closes() : rule.hasSucceeded(result);
    if (call.isClose) {
      closed(call, !rule.closes() || hasSucceeded, lastError);
    }
    if (!hasSucceeded) {
      return;
    }
    int out = rule.argument();
    switch (rule.kind()) {
      case RETURNS -> opened(function, rule, arguments, result);
      case RETURNS_PROCESS -> {
        Opened process = opened(function, rule, arguments, result);
        process.isOfThisProcess = (int) arguments.value(out) == (int) processId.getAsLong();
      }
      case RETURNS_PORT -> {
        if (arguments.value(out) == 0) {
          opened(function, rule, arguments, result);
        }
      }
      case WRITES, WRITES_IF_ZERO -> opened(function, rule, arguments, arguments.word(out, 0));
      case WRITES_TWO -> {
        opened(function, rule, arguments, arguments.word(out, 0));
        opened(function, rule, arguments, arguments.word(out + 1, 0));
      }
      case STARTS_PROCESS -> started(function, rule, arguments);
      case DUPLICATES -> {
        if (isThisProcess(arguments.value(2)) && !arguments.isNull(out)) {
          duplicated(call);
        }
      }
      case SETS_FLAGS -> flagsSet(arguments);
      case SETS_ATTRIBUTE -> children.attributeSet(arguments);
      case CLOSES, CLOSES_IF_ZERO -> {}
    }
  }

  /** Whether the call closes a handle of this process, if it succeeds or in any case. */
  private boolean closesOwn(Rule rule, CallArguments arguments) {
    return rule.closes()
        || (rule.kind() == Rule.Kind.DUPLICATES
            && ((int) arguments.value(6) & DUPLICATE_CLOSE_SOURCE) != 0
            && isThisProcess(arguments.value(0)));
  }

  private boolean isThisProcess(long process) {
    if (process == CURRENT_PROCESS) {
      return true;
    }
    Opened opened = open.get(process);
    return opened != null && opened.isOfThisProcess;
  }

  private static long closedValue(Rule rule, CallArguments arguments) {
    return arguments.value(rule.closes() ? rule.argument() : 1);
  }

  private static boolean isInheritable(Rule rule, CallArguments arguments) {
    int index = rule.inherit();
    return index >= 0
        && (rule.isFlag() ? (int) arguments.value(index) : arguments.int32(index, INHERIT_HANDLE))
            != 0;
  }

  private Opened opened(String function, Rule rule, CallArguments arguments, long value) {
    return opened(function, rule.type(), value, isInheritable(rule, arguments));
  }

  private Opened opened(String function, String type, long value, boolean inheritable) {
    Site site = site(function, type);
    synchronized (closed) {
      closed.remove(value);
    }
    Opened opened = opened(site, false, inheritable, null);
    open.put(value, opened);
    return opened;
  }

  /** Notes a duplicate in this process, whose type is known if the source is of this process. */
  private void duplicated(Call call) {
    CallArguments arguments = call.arguments;
    long value = arguments.value(1);
    Opened source = null;
    boolean isPseudo = false;
    if (isThisProcess(arguments.value(0))) {
      source = call.closing != null ? call.closing : open.get(value);
      isPseudo = value == CURRENT_PROCESS;
    }
    String type = isPseudo ? "Process" : source == null ? null : source.site.type;
    long copy = arguments.word(call.rule.argument(), 0);
    Opened duplicate = opened(call.function, type, copy, isInheritable(call.rule, arguments));
    duplicate.isOfThisProcess = isPseudo || (source != null && source.isOfThisProcess);
  }

  private Opened opened(Site site, boolean isOfJdk, boolean inheritable, String name) {
    long now = System.currentTimeMillis();
    site.opened(now);
    String thread = Thread.currentThread().getName();
    return new Opened(site, sequence.incrementAndGet(), now, thread, isOfJdk, inheritable, name);
  }

  /**
   * Notes that the JDK has opened a file or a socket. What it opens for itself is passed over.
   *
   * @param type as the report is to name it
   * @param role tells it from others that the same call opens; null if there are none
   * @param descriptor the handle value, or the descriptor of another system
   * @param name a path or an address; null if it is not known
   */
  public void openedByJdk(String type, String role, long descriptor, String name) {
    Throwable call = new Throwable();
    String opener = JdkOpener.of(call.getStackTrace());
    if (opener != null) {
      String function = role == null ? opener : opener + " " + role;
      Site site = sites.site(function, type, sites.stack(function, call));
      files.put(descriptor, opened(site, true, false, name));
    }
  }

  /**
   * Notes the address of a socket that the JDK has opened.
   *
   * @param descriptor its handle value or descriptor
   * @param name the address
   */
  public void namedByJdk(long descriptor, String name) {
    Opened opened = files.get(descriptor);
    if (opened != null && opened.isOfJdk) {
      opened.name = name;
    }
  }

  /**
   * Notes that the JDK is about to close a file or a socket.
   *
   * @param descriptor its handle value or descriptor
   * @param isCollected whether the program has forgotten it, so that no line of it closes
   */
  public void closedByJdk(long descriptor, boolean isCollected) {
    Opened opened = files.get(descriptor);
    if (opened == null || !opened.isOfJdk || !files.remove(descriptor, opened)) {
      return;
    }
    opened.site.closed.incrementAndGet();
    if (!isCollected && opened.site.closer.get() == null) {
      opened.site.closer.compareAndSet(null, stack(opened.site.function));
    }
  }

  private void started(String function, Rule rule, CallArguments arguments) {
    int out = rule.argument();
    int attributes = rule.inherit();
    boolean processInheritable = arguments.int32(attributes, INHERIT_HANDLE) != 0;
    boolean threadInheritable = arguments.int32(attributes + 1, INHERIT_HANDLE) != 0;
    List<Recording.Open> inheritable = inheritable();
    Site site = opened(function, "Process", arguments.word(out, 0), processInheritable).site;
    opened(function, "Thread", arguments.word(out, 8), threadInheritable);
    children.created(site.number, !function.endsWith("A"), out - 9, arguments, inheritable);
  }

  private void flagsSet(CallArguments arguments) {
    Opened opened = open.get(arguments.value(0));
    int mask = (int) arguments.value(1);
    int flags = (int) arguments.value(2);
    if (opened != null && (mask & HANDLE_FLAG_INHERIT) != 0) {
      opened.inheritable = (flags & HANDLE_FLAG_INHERIT) != 0;
    }
    if (opened != null && (mask & HANDLE_FLAG_PROTECT_FROM_CLOSE) != 0) {
      opened.isProtected = (flags & HANDLE_FLAG_PROTECT_FROM_CLOSE) != 0;
    }
  }

  private void closed(Call call, boolean hasSucceeded, int lastError) {
    Opened opened = call.closing;
    long value = closedValue(call.rule, call.arguments);
    if (hasSucceeded) {
      if (opened == null || opened.isOfJdk) {
        unknownCloses.incrementAndGet();
        closedUnknown(call.function, value);
        return;
      }
      opened.site.closed.incrementAndGet();
      Throwable closer = new Throwable();
      if (opened.site.closer.get() == null) {
        opened.site.closer.compareAndSet(null, sites.stack(call.function, closer));
      }
      synchronized (closed) {
        closed.put(value, new Closed(opened.site, call.function, closer));
      }
    } else if (lastError == ERROR_INVALID_HANDLE && (opened == null || !opened.isProtected)) {
      if (value != 0 && (value < -6 || value > 0)) {
        badlyClosed(call.function, value, opened, closedBefore(value), badCloses);
      }
    } else if (opened != null) {
      open.putIfAbsent(value, opened);
    }
  }

  private Closed closedBefore(long value) {
    synchronized (closed) {
      return closed.get(value);
    }
  }

  /** If a watched call had opened and closed it, other code has got the value since. */
  private void closedUnknown(String function, long value) {
    Closed before = closedBefore(value);
    if (before != null) {
      badlyClosed(function, value, null, before, closesOfOthers);
    }
  }

  private void badlyClosed(
      String function,
      long value,
      Opened opened,
      Closed before,
      Map<CallStack, Recording.BadClose> closes) {
    boolean isClosedBefore = opened == null && before != null;
    int opener = opened != null ? opened.site.number : isClosedBefore ? before.opener.number : 0;
    CallStack closer = isClosedBefore ? sites.stack(before.function, before.closer) : null;
    CallStack stack = stack(function);
    String thread = Thread.currentThread().getName();
    if (closes.size() < BAD_CLOSES_KEPT || closes.containsKey(stack)) {
      closes.merge(
          stack,
          new Recording.BadClose(function, value, stack, thread, opener, closer, 1),
          (old, one) ->
              new Recording.BadClose(
                  function, value, stack, thread, opener, closer, old.count() + 1));
    }
  }

  private Site site(String function, String type) {
    return sites.site(function, type, stack(function));
  }

  private CallStack stack(String function) {
    return sites.stack(function, new Throwable());
  }

  private List<Recording.Open> inheritable() {
    List<Recording.Open> found = new ArrayList<>();
    open.forEach(
        (value, opened) -> {
          if (opened.inheritable) {
            found.add(opened.recorded(value, true));
          }
        });
    found.sort(Comparator.comparingLong(Recording.Open::value));
    return found;
  }

  /**
   * Notes a child that was started by other means than a watched function, and that inherits every
   * inheritable handle.
   *
   * @param function how it was started
   * @param processId the child's id
   * @param commandLine may be null
   */
  public void startedChild(String function, long processId, String commandLine) {
    Site site = site(function, null);
    children.add(
        new Recording.Child(
            processId,
            site.number,
            System.currentTimeMillis(),
            Thread.currentThread().getName(),
            commandLine,
            Recording.Inherits.ALL,
            false,
            inheritable(),
            List.of()));
  }

  /** {@return what is known now} */
  public Recording recording() {
    long last = sequence.get();
    List<Recording.Open> opens = new ArrayList<>();
    open.forEach((value, opened) -> opens.add(opened.recorded(value, true)));
    if (files != open) {
      files.forEach((value, opened) -> opens.add(opened.recorded(value, false)));
    }
    opens.sort(Comparator.comparingLong(Recording.Open::value));
    List<String> problemList;
    synchronized (problems) {
      problemList = List.copyOf(problems);
    }
    return new Recording(
        ProcessHandle.current().pid(),
        System.getProperty("sun.java.command", "java"),
        startMillis,
        System.currentTimeMillis(),
        last,
        sites.recorded(),
        opens,
        List.copyOf(badCloses.values()),
        List.copyOf(closesOfOthers.values()),
        children.recorded(),
        unknownCloses.get(),
        problemList);
  }
}
