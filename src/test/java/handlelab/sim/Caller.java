package handlelab.sim;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.Thing.Kind;
import handlelab.sim.Thing.OfThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * One thread of a process that makes random calls, each checked against the reference model: under
 * the scheduler of {@link Simulation}, or one call after the other on any kernel ({@code
 * handlelab.contract.RandomWalk}).
 */
public abstract class Caller {
  private static final List<Integer> PROCESS_RIGHTS =
      List.of(
          Win32.SYNCHRONIZE,
          Win32.PROCESS_DUP_HANDLE | Win32.SYNCHRONIZE,
          Win32.PROCESS_DUP_HANDLE | Win32.SYNCHRONIZE,
          Win32.PROCESS_DUP_HANDLE | Win32.SYNCHRONIZE,
          Win32.PROCESS_QUERY_LIMITED_INFORMATION | Win32.SYNCHRONIZE,
          Win32.PROCESS_TERMINATE
              | Win32.PROCESS_DUP_HANDLE
              | Win32.PROCESS_QUERY_LIMITED_INFORMATION
              | Win32.SYNCHRONIZE);

  public final Random random;
  public final ReferenceModel model;
  public final Proc self;
  public final Kernel32 kernel32;
  protected OfThread thread;
  private final SlotActions slots = new SlotActions(this);
  private final HandleActions handles = new HandleActions(this);
  private final ProcessActions processes = new ProcessActions(this);
  private final ObjectActions objects = new ObjectActions(this);
  private final PipeActions pipes = new PipeActions(this);

  protected Caller(Random random, ReferenceModel model, Proc self) {
    this.random = random;
    this.model = model;
    this.self = self;
    this.kernel32 = self.kernel32;
  }

  /** Makes a call, most of the time, of any function. */
  public final void operate() {
    int kind = random.nextInt(100);
    if (kind < 33) {
      objects.operate();
    } else if (kind < 66) {
      pipes.operate();
    } else if (kind < 88) {
      slots.operate();
    } else if (kind < 97) {
      handles.operate();
    } else {
      processes.operate();
    }
  }

  /** Takes the results of all operations of the process that are done in the model. */
  public final void takeDone() {
    pipes.takeDone();
  }

  /** A call that may fail. */
  public interface Call {
    void make();
  }

  /**
   * Makes a call that must fail with this error, 0 for none; false if it did.
   *
   * @param errorCode asked for when the call is over
   */
  public abstract boolean expect(IntSupplier errorCode, Call call);

  final boolean expect(int errorCode, Call call) {
    return expect(() -> errorCode, call);
  }

  /**
   * Makes a call that must fail with one of these errors, if there are any; false if it did. A
   * strict kernel fails with the first one.
   */
  final boolean expectOneOf(Set<Integer> errors, Call call) {
    int first = errors.stream().findFirst().orElse(0);
    if (isStrict() || errors.size() < 2) {
      return expect(first, call);
    }
    int[] failed = {first};
    return expect(
        () -> errors.contains(failed[0]) ? failed[0] : first,
        () -> {
          try {
            call.make();
            failed[0] = 0;
          } catch (Win32Exception e) {
            failed[0] = e.errorCode();
            throw e;
          }
        });
  }

  /** Says which call is made next, the function first. */
  public abstract void trace(String action, Object... parts);

  /** Notes that something worth counting has happened. */
  public void saw(String what) {
    // Only some count.
  }

  /** Whether other threads run while a call waits, so that it may. */
  public abstract boolean mayWait();

  /** Whether calls may fail because there is no memory. */
  public abstract boolean isPoor();

  /** Whether the kernel does all that Windows does. */
  public abstract boolean isStrict();

  /** The access of a new row that should have this one. */
  public abstract int access(Handle made, int expected);

  /** One of a few names of that sort. */
  public abstract String name(String sort);

  /** A text that no other message has. */
  public abstract String newMessage();

  /** Checks an operation of the model that is done against what the kernel knows of it by now. */
  public abstract void settle();

  /** A mailslot is about to be made. */
  public void creating(ReferenceModel.Slot slot) {
    // The model learns of it when it is there.
  }

  /** How many processes there may be at the same time. */
  public abstract int maxProcesses();

  /**
   * Creates a child that makes calls from now on.
   *
   * @param list of the handles to be inherited; null for all
   */
  public abstract void createChild(boolean inherits, List<Handle> list);

  /** {@link #createChild} has done it. */
  protected final void created(
      Proc child, ProcessInformation made, boolean inherits, List<Handle> list) {
    processes.created(child, made, inherits, list);
  }

  /** Whether the process may be ended. */
  public abstract boolean mayTerminate(Proc process);

  /** A process was terminated through this handle. */
  public abstract void terminated(Handle process);

  final int processRights() {
    return pick(PROCESS_RIGHTS);
  }

  final SecurityAttributes attributes() {
    return random.nextBoolean() ? SecurityAttributes.INHERITABLE : null;
  }

  static int flags(SecurityAttributes attributes) {
    return attributes == null ? 0 : Win32.HANDLE_FLAG_INHERIT;
  }

  /** A new row of the calling process. */
  final void add(Handle made, Thing thing, int access, SecurityAttributes attributes) {
    model.add(self, made, new Entry(thing, access(made, access), flags(attributes)));
  }

  /** A value that may name a row, and sometimes none. */
  public long anyValue() {
    if (self.rows.isEmpty() || random.nextInt(12) == 0) {
      return 256 + 4L * random.nextInt(40);
    }
    return pick(List.copyOf(self.rows.keySet()));
  }

  /** A value that names a row of one of these kinds, if there is one. */
  public final long valueOf(Kind... kinds) {
    List<Kind> wanted = List.of(kinds);
    List<Long> values = new ArrayList<>();
    self.rows.forEach(
        (value, entry) -> {
          if (wanted.contains(entry.thing().kind)) {
            values.add(value);
          }
        });
    return values.isEmpty() ? anyValue() : pick(values);
  }

  final <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
