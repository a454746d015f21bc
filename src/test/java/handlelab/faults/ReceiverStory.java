package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import java.util.concurrent.CompletableFuture;

/** The victim has a slot and reads from it what the mate writes. */
final class ReceiverStory extends Story {
  private Handle client;
  private CompletableFuture<Void> late;

  @Override
  String title() {
    return "receiver";
  }

  @Override
  void play(Cast cast) {
    Kernel32 victim = cast.enter();
    Kernel32 mate = cast.mateKernel();
    Handle slot = Slots.create(victim, cast.slotName);
    client = Slots.open(mate, cast.slotName);
    for (int i = 0; i < 3; i++) {
      Slots.write(mate, client, i, 8 + 900 * i);
    }
    require(Slots.waiting(victim, slot) == 3, "three messages wait");
    require(Slots.read(victim, slot) == 0, "the first message");
    victim.setHandleInformation(slot, Win32.HANDLE_FLAG_INHERIT, 0);
    victim.setMailslotInfo(slot, 30_000);
    require(Slots.read(victim, slot) == 1, "the second message");
    require(Slots.read(victim, slot) == 2, "the third message");
    // This one may come before the read or while it waits.
    late = CompletableFuture.runAsync(() -> Slots.write(mate, client, 3, 20));
    require(Slots.read(victim, slot) == 3, "the late message");
    victim.closeHandle(slot);
    Slots.requireFails(
        Win32Error.ERROR_FILE_NOT_FOUND, "opening a closed slot", () -> open(victim, cast));
  }

  private static void open(Kernel32 kernel32, Cast cast) {
    var unused = Slots.open(kernel32, cast.slotName);
  }

  @Override
  void requireAftermath(Cast cast) {
    Kernel32 mate = cast.mateKernel();
    if (late != null) {
      // The slot may have died before; then the write fails as the next one does.
      late.handle((done, failed) -> null).join();
    }
    cast.world.requireNameIsFree(cast.slotName);
    Slots.requireFails(
        Win32Error.ERROR_FILE_NOT_FOUND, "opening a dead slot", () -> open(mate, cast));
    if (client != null) {
      Slots.requireFails(
          Win32Error.ERROR_HANDLE_EOF,
          "writing to a dead slot",
          () -> Slots.write(mate, client, 9, 9));
      mate.closeHandle(client);
    }
  }
}
