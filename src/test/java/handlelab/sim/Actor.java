package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessEndedException;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.ReferenceModel.Kind;
import handlelab.sim.ReferenceModel.Proc;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One thread of a simulated process that makes random calls, each checked against the reference
 * model. What it may do stands in {@link SlotActions}, {@link HandleActions} and {@link
 * ProcessActions}.
 */
final class Actor implements Runnable {
  final Simulation simulation;
  final Random random;
  final ReferenceModel model;
  final HostedProcess host;
  final Kernel32 kernel32;
  final Proc self;

  /** Unlike those of all other threads of this run. */
  final String name;

  private final SlotActions slots = new SlotActions(this);
  private final HandleActions handles = new HandleActions(this);
  private final ProcessActions processes = new ProcessActions(this);

  Actor(Simulation simulation, HostedProcess host, Proc self, int number) {
    this.simulation = simulation;
    this.random = simulation.random;
    this.model = simulation.model;
    this.host = host;
    this.kernel32 = host.kernel32();
    this.self = self;
    this.name = self.id + "." + number;
  }

  @Override
  public void run() {
    try {
      if (!host.awaitResume()) {
        return;
      }
      while (simulation.nextOperation()) {
        simulation.scheduler.letOthersRun();
        if (self.isGone) {
          assertThrows(
              ProcessEndedException.class,
              () -> kernel32.getHandleInformation(Handle.CURRENT_PROCESS));
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
  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no library of ours
  void trace(String action, Object... parts) {
    if (simulation.trace != null) {
      simulation.trace.add(
          simulation.scheduler.nanoTime() + " " + name + " " + String.format(action, parts));
    }
  }

  /** A call that may fail. */
  interface Call {
    void make();
  }

  /** Makes a call that must fail with this error, 0 for none; false where it did. */
  boolean expect(int errorCode, Call call) {
    try {
      call.make();
    } catch (Win32Exception e) {
      trace("  failed: %s", e.getMessage());
      if (errorCode == 0 && isWantOfMemory(e)) {
        simulation.refusals++;
        return false;
      }
      assertEquals(
          Win32Error.describe(errorCode), Win32Error.describe(e.errorCode()), e.function());
      return false;
    }
    assertEquals(Win32Error.describe(errorCode), Win32Error.describe(0));
    return true;
  }

  private boolean isWantOfMemory(Win32Exception e) {
    return simulation.isPoor && e.errorCode() == Win32Error.ERROR_NO_SYSTEM_RESOURCES;
  }

  SecurityAttributes attributes() {
    return random.nextBoolean() ? SecurityAttributes.INHERITABLE : null;
  }

  static int flags(SecurityAttributes attributes) {
    return attributes == null ? 0 : Win32.HANDLE_FLAG_INHERIT;
  }

  /** A value that may name a row, and sometimes none. */
  long anyValue() {
    if (self.rows.isEmpty() || random.nextInt(12) == 0) {
      return 256 + 4L * random.nextInt(40);
    }
    List<Long> values = new ArrayList<>(self.rows.keySet());
    return values.get(random.nextInt(values.size()));
  }

  long valueOf(Kind kind) {
    List<Long> values = new ArrayList<>();
    self.rows.forEach(
        (value, entry) -> {
          if (entry.thing().kind == kind) {
            values.add(value);
          }
        });
    return values.isEmpty() ? anyValue() : values.get(random.nextInt(values.size()));
  }
}
