package handlelab.contract;

import static handlelab.api.Win32.FILE_READ_DATA;
import static handlelab.api.Win32.FILE_WRITE_DATA;
import static handlelab.api.Win32.GENERIC_READ;
import static handlelab.api.Win32.GENERIC_WRITE;
import static handlelab.api.Win32.OPEN_EXISTING;
import static handlelab.contract.RandomWalk.failsIf;
import static handlelab.contract.RandomWalk.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.SecurityAttributes;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.ReferenceModel.Slot;
import handlelab.sim.Thing.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** Random calls on mailslots: create, open, write, read, ask. */
final class SlotSteps {
  private final RandomWalk walk;

  SlotSteps(RandomWalk walk) {
    this.walk = walk;
  }

  void createSlot(Proc actor) {
    String name = walk.isStrict ? walk.pickName() : ContractTest.newSlotName();
    Set<Integer> errors = failsIf(walk.model.slot(name) != null, 183);
    String what = actor + " createMailslot " + name;
    Handle slot = walk.call(what, errors, () -> actor.kernel32.createMailslot(name, 0, 0, null));
    if (slot != null) {
      walk.names.set(walk.random.nextInt(walk.names.size()), name);
      Slot made = new Slot(name, 0, 0);
      walk.model.add(made);
      Entry row = new Entry(made.server, walk.shownAccess(actor, slot), 0);
      assertTrue(row.allows(FILE_READ_DATA) && !row.allows(FILE_WRITE_DATA));
      walk.model.add(actor, slot, row);
    }
  }

  void openClient(Proc actor) {
    String name = walk.pickName();
    int access = walk.pick(List.of(GENERIC_WRITE, GENERIC_WRITE, GENERIC_READ | GENERIC_WRITE, 0));
    boolean inherit = walk.random.nextInt(3) == 0;
    Slot slot = walk.model.slot(name);
    if (slot == null && !walk.isStrict) {
      return; // On Wine a client keeps a slot alive whose server end is gone.
    }
    String what = actor + " createFile " + name + " " + Integer.toHexString(access) + " " + inherit;
    Handle client =
        walk.call(
            what,
            failsIf(slot == null, 2),
            () ->
                actor.kernel32.createFile(
                    name,
                    access,
                    ContractTest.SHARE_ALL,
                    new SecurityAttributes(inherit),
                    OPEN_EXISTING,
                    0,
                    Handle.NULL));
    if (client != null) {
      Entry row = new Entry(slot.newClient(), walk.shownAccess(actor, client), inherit ? 1 : 0);
      assertEquals((access & GENERIC_WRITE) != 0, row.allows(FILE_WRITE_DATA));
      walk.model.add(actor, client, row);
    }
  }

  /** Others read and write these. */
  private static boolean isPipe(Entry row) {
    return row != null && row.thing().kind.isFile() && row.thing().slot == null;
  }

  void write(Proc actor) {
    Handle handle = walk.pickHandle(actor);
    Entry row = row(actor, handle);
    if (isPipe(row)) {
      return;
    }
    int size = walk.random.nextInt(4) == 0 ? 0 : walk.random.nextInt(600);
    Set<Integer> errors = Set.of();
    if (row == null || row.thing().slot == null) {
      errors = Set.of(6);
    } else if (!row.allows(FILE_WRITE_DATA)) {
      errors = Set.of(5);
    } else if (row.thing().slot.isClosed) {
      errors = Set.of(38);
    }
    if (!walk.isStrict && errors.contains(38)) {
      return;
    }
    String what = actor + " writeFile(" + handle + ", " + size + " bytes)";
    Integer written =
        walk.call(what, errors, () -> actor.kernel32.writeFile(handle, ByteBuffer.allocate(size)));
    if (written != null) {
      assertEquals(size, written);
      row.thing().slot.messages.add("x".repeat(size));
    }
  }

  void read(Proc actor) {
    Handle handle = walk.pickHandle(actor);
    Entry row = row(actor, handle);
    if (isPipe(row)) {
      return;
    }
    int size = walk.random.nextInt(3) == 0 ? walk.random.nextInt(300) : 600;
    Set<Integer> errors = Set.of();
    if (row == null || row.thing().slot == null) {
      errors = Set.of(6);
    } else if (!row.thing().isServer()) {
      errors = Set.of(5, 87);
    } else if (!row.allows(FILE_READ_DATA)) {
      errors = Set.of(5);
    } else if (row.thing().slot.messages.isEmpty()) {
      errors = Set.of(121);
    } else if (row.thing().slot.messages.element().length() > size) {
      errors = Set.of(122);
    }
    String what = actor + " readFile(" + handle + ", " + size + " bytes)";
    Integer count =
        walk.call(what, errors, () -> actor.kernel32.readFile(handle, ByteBuffer.allocate(size)));
    if (count != null) {
      assertEquals(row.thing().slot.messages.remove().length(), count);
    }
  }

  void info(Proc actor) {
    Handle handle = walk.pickHandle(actor);
    Entry row = row(actor, handle);
    if (isPipe(row) || (row != null && row.thing().kind == Kind.CLIENT)) {
      return; // Windows and Wine answer differently, and Windows needs a living slot.
    }
    Set<Integer> errors = failsIf(row == null || row.thing().slot == null, 6);
    MailslotInfo info =
        walk.call(
            actor + " getMailslotInfo " + handle,
            errors,
            () -> actor.kernel32.getMailslotInfo(handle));
    if (info != null) {
      var messages = row.thing().slot.messages;
      int next = messages.isEmpty() ? MailslotInfo.NO_MESSAGE : messages.element().length();
      assertEquals(new MailslotInfo(0, next, messages.size(), 0), info);
    }
  }
}
