package handlelab.story.chapters;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32Error;
import handlelab.sim.CreationObserver;
import handlelab.sim.CreationStep;
import handlelab.story.Actor;
import handlelab.story.Chapter;
import handlelab.story.Scene;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The four steps of CreateMailslot, seen from another thread.
 *
 * <p>One thread makes the call. At each step it stops, and the chapter's thread looks; then it goes
 * on.
 */
final class CreationChapter extends Chapter {
  private static final int PATIENCE_SECONDS = 30;

  CreationChapter() {
    super(
        "create",
        "The four steps of CreateMailslot",
        "Resource, kernel object, row, return: the process owns the handle from the third step"
            + " on, before the function returns.");
  }

  @Override
  public void play(Scene scene) {
    Actor process = scene.start("receiver.exe");
    Actor other = scene.start("other.exe");
    try (StoppedCall call = new StoppedCall(process, scene.slot("steps"))) {
      if (scene.observeCreation(call)) {
        stepByStep(scene, process, other, call);
        scene.observeCreation(null);
      } else {
        atOnce(scene, process);
      }
    }
  }

  private static void atOnce(Scene scene, Actor process) {
    scene.say(
        "This kernel cannot be stopped in the middle of a call, so the steps cannot be shown on"
            + " it: here is the table before, and after. The simulated kernel can be stopped:"
            + " handlelab tour create --backend simulated.");
    scene.show();
    scene.say("What can be seen here: when the function has returned, all of it is there.");
    Handle slot = Mail.create(process.calls(), scene.slot("steps"));
    scene.claim("the row is there", scene.row(process, slot) != null);
    scene.check("rows that point to the object", 1, scene.usageCount(process, slot));
  }

  private static void stepByStep(Scene scene, Actor process, Actor other, StoppedCall call) {
    scene.say(
        "One thread of receiver.exe calls CreateMailslot. It is stopped after each step; the tour"
            + " looks from a second thread.");
    scene.show();

    Stopped first = call.next();
    step(scene, call, first, 1, "The resource: the name is taken, the queue is there.");
    scene.check("rows of the process", 0, scene.values(process).size());
    scene.say("Another process tries the name meanwhile.");
    scene.checkFails(
        "the name is taken",
        Win32Error.ERROR_ALREADY_EXISTS,
        () -> Mail.create(other.calls(), call.name()));

    Stopped second = call.next();
    step(scene, call, second, 2, "The kernel object of the server end. No row points to it yet.");
    scene.claim("the object has an address", second.address() != 0);
    scene.check("rows of the process", 0, scene.values(process).size());

    Stopped third = call.next();
    scene.describe(process, third.handle(), "server end", call.name());
    step(scene, call, third, 3, "The row. From here on the process owns the handle.");
    owned(scene, process, call, third);

    Stopped fourth = call.next();
    step(scene, call, fourth, 4, "The function is about to return the value. Nothing else is new.");
    scene.check("rows of the process", 1, scene.values(process).size());
    scene.nothingStandsAlone();
    Handle slot = call.returned();
    scene.say("The caller learns the value. The row has been there all the time.");
    scene.showCall(process, call::make, slot + " (" + slot.value() + ")");
    scene.check("the value", third.handle(), slot);
  }

  private static void step(Scene scene, StoppedCall call, Stopped at, int number, String words) {
    scene.say("Step " + number + ". " + words);
    scene.standsWithoutRow(call.name(), at.address());
    scene.showCall(call.process(), call::make, "stopped after step " + number + " of 4");
  }

  private static void owned(Scene scene, Actor process, StoppedCall call, Stopped third) {
    scene.check("rows of the process", 1, scene.values(process).size());
    scene.check("rows that point to the object", 1, scene.usageCount(process, third.handle()));
    scene.claim("CreateMailslot has not returned yet", !call.hasReturned());
    scene.say(
        "A second thread of the process uses the value, which the first one has not even been"
            + " given. It works. Whoever ends the process now, ends it with this handle open; a"
            + " child started now inherits it, if its flag is set.");
    scene.check(
        "the second thread's call",
        "success",
        Scene.outcome(() -> process.calls().getMailslotInfo(third.handle())));
    scene.claim("CreateMailslot has not returned yet", !call.hasReturned());
  }

  private record Stopped(long address, Handle handle) {}

  /** A call of CreateMailslot on a thread of its own, which stops at each step. */
  private static final class StoppedCall implements CreationObserver, AutoCloseable {
    private final Actor process;
    private final String name;

    /** The caller comes here twice at each step: when it stops, and to go on. */
    private final CyclicBarrier step = new CyclicBarrier(2);

    private final FutureTask<Handle> outcome;
    private final Thread caller;
    private Stopped stopped;

    StoppedCall(Actor process, String name) {
      this.process = process;
      this.name = name;
      this.outcome = new FutureTask<>(() -> make(process.unrecorded()));
      this.caller = new Thread(outcome, "tour-creation");
      caller.setDaemon(true);
    }

    Actor process() {
      return process;
    }

    String name() {
      return name;
    }

    Handle make(Kernel32 kernel32) {
      return Mail.create(kernel32, name);
    }

    @Override
    public void reached(CreationStep at, int processId, long objectAddress, Handle handle) {
      if (Thread.currentThread() == caller) {
        stopped = new Stopped(objectAddress, handle);
        try {
          step.await();
          step.await();
        } catch (InterruptedException | BrokenBarrierException e) {
          caller.interrupt();
        }
      }
    }

    /** Lets the call go on to its next step. */
    Stopped next() {
      if (caller.getState() == Thread.State.NEW) {
        caller.start();
      } else {
        meet();
      }
      meet();
      return stopped;
    }

    boolean hasReturned() {
      return outcome.isDone();
    }

    /** Lets the call come to its end. */
    Handle returned() {
      meet();
      try {
        return outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        throw new IllegalStateException("CreateMailslot did not return a handle", e);
      }
    }

    private void meet() {
      try {
        step.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException("CreateMailslot did not come to its next step", e);
      }
    }

    /** Frees the thread if the chapter broke off. */
    @Override
    public void close() {
      caller.interrupt();
    }
  }
}
