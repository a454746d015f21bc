package handlelab.contract;

import handlelab.api.Handle;
import handlelab.sim.Caller;
import handlelab.sim.ObjectActions;
import handlelab.sim.PipeActions;
import handlelab.sim.ReferenceModel.Proc;
import java.util.function.IntSupplier;

/** A process of a walk, as the actions on events, mutexes, semaphores and pipes need it. */
final class WalkCaller extends Caller {
  private final RandomWalk walk;
  private final ObjectActions objects = new ObjectActions(this);
  private final PipeActions pipes = new PipeActions(this);
  private String action;
  private int messages;

  WalkCaller(RandomWalk walk, Proc self) {
    super(walk.random, walk.model, self);
    this.walk = walk;
    this.thread = self.newThread();
  }

  void operateOnObjects() {
    objects.operate();
  }

  void operateOnPipes() {
    pipes.operate();
  }

  @Override
  public boolean expect(IntSupplier errorCode, Call call) {
    int expected = errorCode.getAsInt();
    String done =
        walk.call(
            action,
            RandomWalk.failsIf(expected != 0, expected),
            () -> {
              call.make();
              return "done";
            });
    return done != null;
  }

  @Override
  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no library of ours
  public void trace(String text, Object... parts) {
    action = self + " " + String.format(text, parts);
  }

  /** A real process has rows that are not the walk's, which must be left alone. */
  @Override
  public long anyValue() {
    return walk.pickHandle(self).value() & ~3L;
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
    return walk.objectName + sort + random.nextInt(4);
  }

  @Override
  public String newMessage() {
    return self.id + ":" + messages++;
  }

  /** A real system ends operations of other processes some time later. */
  @Override
  public void settle() {
    if (!walk.isStrict) {
      ContractTest.eventually(
          () -> {
            for (Proc process : walk.model.running.values()) {
              walk.caller(process).pipes.takeDone();
            }
          });
    }
  }
}
