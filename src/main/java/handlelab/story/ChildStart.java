package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.story.stage.StageChild;
import java.util.List;
import java.util.Set;

/**
 * How a step starts a child: unless more is said, nothing is inherited and the child runs at once.
 */
public final class ChildStart {
  private final Step step;
  private final Play play;
  private final Player player;
  private final String role;
  private List<String> arguments = List.of();
  private SecurityAttributes processAttributes;
  private SecurityAttributes threadAttributes;
  private boolean inheritHandles;
  private int creationFlags;
  private List<Handle> inheritOnly;

  ChildStart(Step step, Play play, Player player, String role) {
    this.step = step;
    this.play = play;
    this.player = player;
    this.role = role;
  }

  /** {@code bInheritHandles} is TRUE. */
  public ChildStart inheriting() {
    inheritHandles = true;
    return this;
  }

  /** A handle list; {@code bInheritHandles} stays as it is. */
  public ChildStart list(Handle... handles) {
    inheritOnly = List.of(handles);
    return this;
  }

  public ChildStart flags(int flags) {
    creationFlags = flags;
    return this;
  }

  /** The creator's handle to the process is inheritable. */
  public ChildStart processHandleInheritable() {
    processAttributes = SecurityAttributes.INHERITABLE;
    return this;
  }

  /** The creator's handle to the main thread is inheritable. */
  public ChildStart threadHandleInheritable() {
    threadAttributes = SecurityAttributes.INHERITABLE;
    return this;
  }

  /** What follows on the command line. */
  public ChildStart arguments(String... words) {
    arguments = List.of(words);
    return this;
  }

  /** {@code CreateProcessW}; null where it failed. */
  public ChildPlayer createProcess() {
    StageChild child = play.prepareChild(role, arguments);
    Set<Long> inherited = play.inheritable(player, inheritHandles, inheritOnly);
    StartupInfo startup =
        inheritOnly == null ? null : new StartupInfo(null, null, null, inheritOnly);
    String list =
        inheritOnly == null ? "" : " list=" + inheritOnly.stream().map(step::name).toList();
    ChildPlayer[] started = new ChildPlayer[1];
    String newRole = play.newRole(role);
    step.perform(
        String.format(
            "CreateProcessW %s inherit=%b%s flags=0x%x%s%s",
            role,
            inheritHandles,
            list,
            creationFlags,
            processAttributes == null ? "" : " process handle inherit",
            threadAttributes == null ? "" : " thread handle inherit"),
        null,
        (ProcessInformation made) -> {
          started[0] =
              new ChildPlayer(
                  play.child(player, newRole, child, made.processId(), inherited), child, made);
          return play.names().newHandle(player.role(), made.process())
              + " "
              + play.names().newHandle(player.role(), made.thread());
        },
        kernel32 ->
            kernel32.createProcess(
                null,
                child.commandLine(),
                processAttributes,
                threadAttributes,
                inheritHandles,
                creationFlags,
                null,
                null,
                startup));
    if (started[0] == null) {
      step.useUpNameWhereFailed(Handle.NULL);
      step.useUpNameWhereFailed(Handle.NULL);
    }
    return started[0];
  }
}
