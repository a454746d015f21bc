package handlelab.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;
import handlelab.api.StartupInfo;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.Caller;
import handlelab.sim.ReferenceModel.Proc;
import java.util.List;
import java.util.function.IntSupplier;

/** A process of a walk. */
final class WalkCaller extends Caller {
  private static final long GARBAGE = 0x3FF_FFF0;

  private final RandomWalk walk;
  private String action;
  private int messages;

  WalkCaller(RandomWalk walk, Proc self) {
    super(walk.random, walk.model, self);
    this.walk = walk;
    this.thread = self.newThread();
  }

  @Override
  public boolean expect(IntSupplier errorCode, Call call) {
    int failed = 0;
    try {
      call.make();
    } catch (Win32Exception e) {
      failed = e.errorCode();
    }
    walk.log.add(action + (failed == 0 ? "" : " fails [" + failed + "]"));
    assertEquals(
        Win32Error.describe(errorCode.getAsInt()), Win32Error.describe(failed), () -> action);
    return failed == 0;
  }

  @Override
  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no library of ours
  public void trace(String text, Object... parts) {
    if (!text.startsWith(" ")) {
      action = self + " " + String.format(text, parts);
    }
  }

  /** A real process has rows that are not the walk's, which must be left alone. */
  @Override
  public long anyValue() {
    if (self.rows.isEmpty() || random.nextInt(12) == 0) {
      return random.nextBoolean() ? GARBAGE : 0;
    }
    return List.copyOf(self.rows.keySet()).get(random.nextInt(self.rows.size()));
  }

  /** One call after the other is made. */
  @Override
  public boolean mayWait() {
    return false;
  }

  @Override
  public boolean isPoor() {
    return false;
  }

  @Override
  public boolean isStrict() {
    return walk.isStrict;
  }

  @Override
  public int access(Handle made, int expected) {
    return walk.isStrict ? expected : walk.shownAccess(self, made);
  }

  @Override
  public String name(String sort) {
    return walk.objectName + sort + random.nextInt(walk.isStrict ? 4 : 12);
  }

  @Override
  public String newMessage() {
    return self.id + ":" + messages++;
  }

  @Override
  public int maxProcesses() {
    return 5;
  }

  @Override
  public void createChild(boolean inherits, List<Handle> list) {
    Launch launch = inherits ? Launch.inheriting() : Launch.plain();
    if (list != null) {
      launch = launch.startup(new StartupInfo(null, null, null, list));
    }
    TestProcess started = walk.machine.start(kernel32, launch);
    Proc child = model.start(started.processId(), started.kernel32());
    assertEquals(child.id, child.kernel32.getCurrentProcessId());
    created(child, started.information(), inherits, list);
  }

  /** The process that the test plays goes on, and Wine ends a process twice. */
  @Override
  public boolean mayTerminate(Proc process) {
    return process != walk.root && process != self && (walk.isStrict || !process.isEnded);
  }

  @Override
  public void terminated(Handle process) {
    ContractTest.awaitExit(kernel32, process);
  }

  /** A real system ends operations of other processes some time later. */
  @Override
  public void settle() {
    if (!walk.isStrict) {
      ContractTest.eventually(
          () -> {
            for (Proc process : walk.model.running.values()) {
              walk.caller(process).takeDone();
            }
          });
    }
  }
}
