package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.ProcessEndedException;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.ReferenceModel.Slot;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * One thread of a simulated process that makes random calls, each checked against the reference
 * model.
 */
final class Actor extends Caller implements Runnable {
  final Simulation simulation;
  final HostedProcess host;

  /** Unlike those of all other threads of this run. */
  final String name;

  private int messages;

  Actor(Simulation simulation, HostedProcess host, Proc self, int number) {
    super(simulation.random, simulation.model, self);
    this.simulation = simulation;
    this.host = host;
    this.name = self.id + "." + number;
  }

  @Override
  public void run() {
    try {
      if (!host.awaitResume()) {
        return;
      }
      // Its first call is the one that makes it a thread of the kernel's.
      kernel32.compareObjectHandles(Handle.CURRENT_THREAD, Handle.CURRENT_THREAD);
      thread = self.newThread();
      self.callers++;
      while (simulation.nextOperation()) {
        simulation.scheduler.letOthersRun();
        if (self.isGone) {
          assertThrows(
              ProcessEndedException.class,
              () -> kernel32.getHandleInformation(Handle.CURRENT_PROCESS));
          return;
        }
        if (self.callers > 1 && random.nextInt(500) == 0) {
          trace("ends its thread");
          saw("threads ended");
          self.callers--;
          self.end(thread);
          host.endThread();
          return;
        }
        if (random.nextInt(600) == 0) {
          simulation.killOne(this);
        } else {
          operate();
        }
      }
      trace("exits");
      model.end(self, 0);
      host.exit(0);
    } catch (ProcessEndedException e) {
      assertTrue(self.isGone, "only a process that was ended may see this");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says what is done, where the run is one that is to be read. */
  @Override
  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no library of ours
  public void trace(String action, Object... parts) {
    if (simulation.trace != null) {
      simulation.trace.add(
          simulation.scheduler.nanoTime() + " " + name + " " + String.format(action, parts));
    }
  }

  @Override
  public boolean expect(IntSupplier errorCode, Call call) {
    int failed = 0;
    String function = "the call";
    try {
      call.make();
    } catch (Win32Exception e) {
      trace("  failed: %s", e.getMessage());
      failed = e.errorCode();
      function = e.function();
      if (errorCode.getAsInt() == 0 && isWantOfMemory(e)) {
        saw("calls refused for want of memory");
        return false;
      }
    }
    if (failed != 0) {
      saw(Win32Error.describe(failed));
    }
    assertEquals(Win32Error.describe(errorCode.getAsInt()), Win32Error.describe(failed), function);
    return failed == 0;
  }

  @Override
  public void saw(String what) {
    simulation.saw(what);
  }

  @Override
  public boolean mayWait() {
    return true;
  }

  @Override
  public boolean isPoor() {
    return simulation.isPoor;
  }

  @Override
  public boolean isStrict() {
    return true;
  }

  @Override
  public int access(Handle made, int expected) {
    return expected;
  }

  @Override
  public String name(String sort) {
    return sort + random.nextInt(sort.equals("slot") ? 6 : 4);
  }

  @Override
  public String newMessage() {
    return name + ":" + messages++;
  }

  @Override
  public void settle() {
    // The kernel has done by now what it does.
  }

  @Override
  public void creating(Slot slot) {
    simulation.creating = slot;
  }

  @Override
  public int maxProcesses() {
    return Simulation.MAX_PROCESSES;
  }

  @Override
  public void createChild(boolean inherits, List<Handle> list) {
    int flags = random.nextInt(3) == 0 ? Win32.CREATE_SUSPENDED : 0;
    StartupInfo startup = new StartupInfo(null, null, null, list);
    HostedChild made = host.createChild("actor.exe", null, attributes(), inherits, flags, startup);
    Proc child = model.start(made.process().processId(), made.process().kernel32());
    created(child, made.information(), inherits, list);
    simulation.check();
    simulation.spawn(made.process(), child);
  }

  @Override
  public boolean mayTerminate(Proc process) {
    return true;
  }

  @Override
  public void terminated(Handle process) {
    simulation.check();
  }

  private boolean isWantOfMemory(Win32Exception e) {
    return simulation.isPoor && e.errorCode() == Win32Error.ERROR_NO_SYSTEM_RESOURCES;
  }
}
