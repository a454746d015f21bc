package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.ProcessInformation;
import handlelab.story.stage.StageChild;
import java.util.List;

/** A process that another one of the story has started. */
public final class Child extends Actor {
  private final StageChild child;
  private final ProcessInformation information;

  Child(
      Performance performance,
      String name,
      StageChild child,
      ProcessInformation information,
      State state) {
    super(performance, name, information.processId(), child, state);
    this.child = child;
    this.information = information;
  }

  /** The creator's handle to the process. */
  public Handle process() {
    return information.process();
  }

  /** The creator's handle to the main thread. */
  public Handle thread() {
    return information.thread();
  }

  public int threadId() {
    return information.threadId();
  }

  /** What the child's main method got. Waits until the child runs. */
  public List<String> arguments() {
    return child.arguments();
  }

  /** Lets the child return from its main method; wait on {@link #process} for its end. */
  public void exit(int exitCode) {
    child.exit(exitCode);
  }
}
