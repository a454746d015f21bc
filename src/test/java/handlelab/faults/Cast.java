package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.backend.Backend;
import handlelab.backend.KernelDoor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Who takes part in one fault: the victim, behind its link, and its mate, who lives on. Used by the
 * thread that plays the story, but for {@link #victim}.
 */
final class Cast {
  final World world;
  final Link link;
  final Random random;
  final Backend mate;

  /** The name that the story may use. */
  final String slotName;

  /** Host processes that this story has started. */
  final List<ProcessHandle> hosts = new ArrayList<>();

  private volatile Backend victim;
  private int victimId;
  private Handle watch;

  Cast(World world, Link link, long seed, int number) {
    this.world = world;
    this.link = link;
    this.random = new Random(seed);
    this.mate = KernelDoor.open(world.folder);
    this.slotName = "\\\\.\\mailslot\\fault\\" + number;
  }

  /** The victim starts, and the mate takes a handle to it. */
  Kernel32 enter() {
    return enter(KernelDoor.open(link.folder()));
  }

  /** The victim takes the place of a child. */
  Kernel32 enterAsChild(String token) {
    return enter(KernelDoor.claim(link.folder(), token));
  }

  private Kernel32 enter(Backend backend) {
    victim = backend;
    Kernel32 kernel32 = backend.kernel32();
    victimId = kernel32.getCurrentProcessId();
    watch = World.openProcess(mateKernel(), victimId);
    return kernel32;
  }

  Backend victim() {
    return victim;
  }

  int victimId() {
    return victimId;
  }

  /** What tells the host processes of this story's children apart from others. */
  String mark() {
    return slotName.replaceAll("[^0-9]", "");
  }

  Kernel32 mateKernel() {
    return mate.kernel32();
  }

  int mateId() {
    return mateKernel().getCurrentProcessId();
  }

  /** The mate learns of the victim's end, in time and with one of these exit codes. */
  void requireEndIsTold(long start, List<Integer> exitCodes) {
    if (watch == null) {
      return;
    }
    int told = mateKernel().waitForSingleObject(watch, (int) Patience.HANG_MILLIS);
    require(told == Win32.WAIT_OBJECT_0, "waiting for the dead process gave " + told);
    world.patience.seen("the end of the process", start);
    int code = mateKernel().getExitCodeProcess(watch);
    require(exitCodes.contains(code), "the dead process's exit code is " + code);
  }

  /** The victim's own threads stop waiting for the server; nothing of this is checked. */
  void dismissVictim() {
    if (victim != null) {
      victim.close();
    }
    for (ProcessHandle host : hosts) {
      var unused = host.destroyForcibly();
    }
  }
}
