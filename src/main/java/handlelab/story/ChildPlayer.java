package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.ProcessInformation;
import handlelab.story.stage.StageChild;
import java.util.List;

/** A child that a step has started: its creator's handles to it, and the player that it is. */
public final class ChildPlayer {
  private final Player player;
  private final StageChild child;
  private final ProcessInformation information;

  ChildPlayer(Player player, StageChild child, ProcessInformation information) {
    this.player = player;
    this.child = child;
    this.information = information;
  }

  /** Makes the child's calls, once it runs. */
  public Player player() {
    return player;
  }

  /** The creator's handle to the process. */
  public Handle process() {
    return information.process();
  }

  /** The creator's handle to the main thread. */
  public Handle thread() {
    return information.thread();
  }

  public int processId() {
    return information.processId();
  }

  public int threadId() {
    return information.threadId();
  }

  /** What the child found as its arguments. */
  public List<String> arguments() {
    return child.arguments();
  }

  /** Lets the child return from its main method; wait on {@link #process} for its end. */
  public void exit(int exitCode) {
    child.exit(exitCode);
  }
}
