package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.ProcessEndedException;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.ReferenceModel.Proc;
import java.util.function.IntSupplier;

/**
 * One thread of a simulated process that makes random calls, each checked against the reference
 * model. What it may do stands in {@link SlotActions}, {@link HandleActions} and {@link
 * ProcessActions}.
 */
final class Actor extends Caller implements Runnable {
  final Simulation simulation;
  final HostedProcess host;

  /** Unlike those of all other threads of this run. */
  final String name;

  private final SlotActions slots = new SlotActions(this);
  private final HandleActions handles = new HandleActions(this);
  private final ProcessActions processes = new ProcessActions(this);
  private final ObjectActions objects = new ObjectActions(this);
  private final PipeActions pipes = new PipeActions(this);
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
        operate();
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

  private void operate() {
    switch (random.nextInt(3)) {
      case 0 -> objects.operate();
      case 1 -> pipes.operate();
      default -> operateOnSlotsAndProcesses();
    }
  }

  private void operateOnSlotsAndProcesses() {
    int kind = random.nextInt(200);
    if (kind < 16) {
      slots.create();
    } else if (kind < 40) {
      slots.open();
    } else if (kind < 78) {
      slots.write();
    } else if (kind < 116) {
      slots.read();
    } else if (kind < 136) {
      handles.duplicate();
    } else if (kind < 154) {
      handles.close();
    } else if (kind < 166) {
      handles.setFlags();
    } else if (kind < 167) {
      handles.duplicateThread();
    } else if (kind < 169) {
      handles.compare();
    } else if (kind < 175) {
      slots.info();
    } else if (kind < 178) {
      slots.setTimeout();
    } else if (kind < 181) {
      slots.cancel();
    } else {
      processes.operate(kind);
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
    return sort + random.nextInt(4);
  }

  @Override
  public String newMessage() {
    return name + ":" + messages++;
  }

  @Override
  public void settle() {
    // The kernel has done by now what it does.
  }

  private boolean isWantOfMemory(Win32Exception e) {
    return simulation.isPoor && e.errorCode() == Win32Error.ERROR_NO_SYSTEM_RESOURCES;
  }
}
