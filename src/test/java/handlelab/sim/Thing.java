package handlelab.sim;

import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.ReferenceModel.Slot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A kernel object of the reference model. Two rows lead to the same object if they hold the same
 * instance.
 */
public abstract class Thing {
  /** The kinds of kernel objects. */
  public enum Kind {
    SERVER("File", 0x1F_01FF),
    CLIENT("File", 0x1F_01FF),
    PIPE_SERVER("File", 0x1F_01FF),
    PIPE_CLIENT("File", 0x1F_01FF),
    PROCESS("Process", 0x1F_FFFF),
    THREAD("Thread", 0x1F_FFFF),
    EVENT("Event", 0x1F_0003),
    MUTEX("Mutant", 0x1F_0001),
    SEMAPHORE("Semaphore", 0x1F_0003);

    final String typeName;
    final int allAccess;

    Kind(String typeName, int allAccess) {
      this.typeName = typeName;
      this.allAccess = allAccess;
    }

    public boolean isFile() {
      return typeName.equals("File");
    }
  }

  public final Kind kind;

  /** Of both ends of a mailslot. */
  public final Slot slot;

  /** Of a process or thread. */
  public final Proc process;

  /** The waits for it that go on, first come first. */
  final List<PendingWait> waits = new ArrayList<>();

  Thing(Kind kind, Slot slot, Proc process) {
    this.kind = kind;
    this.slot = slot;
    this.process = process;
  }

  public boolean isServer() {
    return kind == Kind.SERVER;
  }

  public boolean isProcess() {
    return kind == Kind.PROCESS;
  }

  /** Whether a wait of that thread for it ends at once. */
  abstract boolean isSignalled(OfThread thread);

  /** A wait of that thread takes the signal; true if its owner had abandoned it. */
  boolean take(OfThread thread) {
    return false;
  }

  final void signal() {
    List.copyOf(waits).forEach(PendingWait::satisfyIfSignalled);
  }

  /** A process. */
  static final class OfProcess extends Thing {
    OfProcess(Proc process) {
      super(Kind.PROCESS, null, process);
    }

    @Override
    boolean isSignalled(OfThread thread) {
      return process.isEnded;
    }
  }

  /** A thread, and what its end ends. */
  public static final class OfThread extends Thing {
    boolean isEnded;
    final Set<Mutex> mutexes = new LinkedHashSet<>();
    final Set<Operation> operations = new LinkedHashSet<>();

    OfThread(Proc process) {
      super(Kind.THREAD, null, process);
    }

    @Override
    boolean isSignalled(OfThread thread) {
      return isEnded;
    }

    /** It makes no more calls. */
    void abandon() {
      List.copyOf(operations).forEach(operation -> operation.cancel(Operation.ABORTED));
      List.copyOf(mutexes).forEach(Mutex::abandon);
    }

    void end() {
      abandon();
      isEnded = true;
      signal();
    }
  }

  /** A file: not signalled from the start of an operation until one ends without an event. */
  public static class OfFile extends Thing {
    final boolean isAsynchronous;
    private boolean isFileSignalled = true;

    OfFile(Kind kind, Slot slot, boolean isAsynchronous) {
      super(kind, slot, null);
      this.isAsynchronous = isAsynchronous;
    }

    @Override
    final boolean isSignalled(OfThread thread) {
      return isFileSignalled;
    }

    final void setSignalled(boolean signalled) {
      isFileSignalled = signalled;
      if (signalled) {
        signal();
      }
    }
  }

  /** An event, mutex or semaphore. */
  public abstract static class Named extends Thing {
    /** Null if it has none. */
    public final String name;

    Named(Kind kind, String name) {
      super(kind, null, null);
      this.name = name;
    }
  }

  /** An event. */
  public static final class Event extends Named {
    private final boolean isManual;
    private boolean isSet;

    public Event(String name, boolean isManual, boolean isSet) {
      super(Kind.EVENT, name);
      this.isManual = isManual;
      this.isSet = isSet;
    }

    public void set() {
      isSet = true;
      signal();
    }

    public void reset() {
      isSet = false;
    }

    @Override
    boolean isSignalled(OfThread thread) {
      return isSet;
    }

    @Override
    boolean take(OfThread thread) {
      isSet = isManual;
      return false;
    }
  }

  /** A mutex. */
  public static final class Mutex extends Named {
    OfThread owner;
    private int times;
    private boolean isAbandoned;

    public Mutex(String name) {
      super(Kind.MUTEX, name);
    }

    @Override
    boolean isSignalled(OfThread thread) {
      return owner == null || owner == thread;
    }

    @Override
    boolean take(OfThread thread) {
      owner = thread;
      times++;
      thread.mutexes.add(this);
      boolean was = isAbandoned;
      isAbandoned = false;
      return was;
    }

    void release() {
      times--;
      if (times == 0) {
        disown();
      }
    }

    private void abandon() {
      isAbandoned = true;
      disown();
    }

    private void disown() {
      owner.mutexes.remove(this);
      owner = null;
      times = 0;
      signal();
    }
  }

  /** A semaphore. */
  public static final class Semaphore extends Named {
    private final int maximum;
    int count;

    public Semaphore(String name, int count, int maximum) {
      super(Kind.SEMAPHORE, name);
      this.count = count;
      this.maximum = maximum;
    }

    boolean takes(int more) {
      return more <= maximum - count;
    }

    void release(int more) {
      count += more;
      signal();
    }

    @Override
    boolean isSignalled(OfThread thread) {
      return count > 0;
    }

    @Override
    boolean take(OfThread thread) {
      count--;
      return false;
    }
  }
}
