package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessEndedException;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.sim.ReferenceModel.Entry;
import handlelab.sim.ReferenceModel.Kind;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.ReferenceModel.Slot;
import handlelab.sim.ReferenceModel.Thing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One simulated process that makes random calls, each checked against the reference model. */
final class Actor implements Runnable {
  private static final String PREFIX = "\\\\.\\mailslot\\";
  private static final int SERVER_ACCESS = 0x16_0089;
  private static final int CLIENT_ACCESS = 0x12_0196;
  private static final int FULL_ACCESS = 0x1F_FFFF;

  private final Simulation simulation;
  private final Random random;
  private final ReferenceModel model;
  private final HostedProcess host;
  private final Kernel32 kernel32;
  private final Proc self;
  private int written;

  Actor(Simulation simulation, HostedProcess host, Proc self) {
    this.simulation = simulation;
    this.random = simulation.random;
    this.model = simulation.model;
    this.host = host;
    this.kernel32 = host.kernel32();
    this.self = self;
  }

  @Override
  public void run() {
    try {
      if (!host.awaitResume()) {
        return;
      }
      while (simulation.nextOperation()) {
        simulation.scheduler.letOthersRun();
        operate();
      }
      model.end(self, 0);
      host.exit(0);
    } catch (ProcessEndedException e) {
      assertTrue(self.isEnded, "only a process that was ended may see this");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void operate() {
    int kind = random.nextInt(100);
    if (kind < 8) {
      create();
    } else if (kind < 20) {
      open();
    } else if (kind < 40) {
      write();
    } else if (kind < 60) {
      read();
    } else if (kind < 70) {
      duplicate();
    } else if (kind < 80) {
      close();
    } else if (kind < 87) {
      setFlags();
    } else if (kind < 91) {
      info();
    } else if (kind < 94) {
      createChild();
    } else if (kind < 96) {
      openProcess();
    } else if (kind < 98) {
      waitForOne();
    } else if (kind < 99) {
      resume();
    } else {
      terminate();
    }
  }

  /** The error that the call must fail with, 0 for none. */
  private interface Call {
    void make();
  }

  private boolean expect(int errorCode, Call call) {
    try {
      call.make();
    } catch (Win32Exception e) {
      assertEquals(
          Win32Error.describe(errorCode), Win32Error.describe(e.errorCode()), e.function());
      return false;
    }
    assertEquals(Win32Error.describe(errorCode), Win32Error.describe(0));
    return true;
  }

  private String name() {
    return "slot" + random.nextInt(6);
  }

  private SecurityAttributes attributes() {
    return random.nextBoolean() ? SecurityAttributes.INHERITABLE : null;
  }

  private static int flags(SecurityAttributes attributes) {
    return attributes == null ? 0 : Win32.HANDLE_FLAG_INHERIT;
  }

  /** A value that may name a row, and sometimes none. */
  private long anyValue() {
    if (self.rows.isEmpty() || random.nextInt(12) == 0) {
      return 256 + 4L * random.nextInt(40);
    }
    List<Long> values = new ArrayList<>(self.rows.keySet());
    return values.get(random.nextInt(values.size()));
  }

  private long valueOf(Kind kind) {
    List<Long> values = new ArrayList<>();
    self.rows.forEach(
        (value, entry) -> {
          if (entry.thing().kind == kind) {
            values.add(value);
          }
        });
    return values.isEmpty() ? anyValue() : values.get(random.nextInt(values.size()));
  }

  private void create() {
    String name = name();
    SecurityAttributes attributes = attributes();
    int timeout = random.nextInt(3) == 0 ? -1 : random.nextInt(3);
    Slot slot = new Slot(name);
    simulation.creating = slot;
    int expected = model.slots.containsKey(name) ? Win32Error.ERROR_ALREADY_EXISTS : 0;
    try {
      expect(
          expected,
          () -> {
            Handle handle = kernel32.createMailslot(PREFIX + name, 0, timeout, attributes);
            Thing server = new Thing(Kind.SERVER);
            server.slot = slot;
            model.add(self, handle.value(), new Entry(server, SERVER_ACCESS, flags(attributes)));
          });
    } catch (ProcessEndedException e) {
      // Ended between two steps: the slot goes with the process that never owned it.
      slot.isClosed = true;
      model.slots.remove(name, slot);
      throw e;
    }
  }

  private void open() {
    String name = name();
    SecurityAttributes attributes = attributes();
    Slot slot = model.slots.get(name);
    expect(
        slot == null ? Win32Error.ERROR_FILE_NOT_FOUND : 0,
        () -> {
          Handle handle =
              kernel32.createFile(PREFIX + name, Win32.GENERIC_WRITE, 3, attributes, 3, 0, null);
          Thing client = new Thing(Kind.CLIENT);
          client.slot = slot;
          model.add(self, handle.value(), new Entry(client, CLIENT_ACCESS, flags(attributes)));
        });
  }

  private void write() {
    long value = valueOf(Kind.CLIENT);
    Entry entry = self.rows.get(value);
    String message = self.id + ":" + written;
    int expected = 0;
    if (entry == null || (entry.thing().slot == null)) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if ((entry.access() & 6) == 0) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    } else if (entry.thing().slot.isClosed) {
      expected = Win32Error.ERROR_HANDLE_EOF;
    }
    expect(
        expected,
        () -> {
          byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
          assertEquals(bytes.length, kernel32.writeFile(new Handle(value), ByteBuffer.wrap(bytes)));
          entry.thing().slot.messages.add(message);
          written++;
        });
  }

  /**
   * A read may wait, so it is judged by what is there when it comes back: nobody else runs in
   * between.
   */
  private void read() {
    long value = valueOf(Kind.SERVER);
    Entry entry = self.rows.get(value);
    ByteBuffer buffer = ByteBuffer.allocate(random.nextInt(8) == 0 ? 3 : 64);
    Slot slot = entry == null ? null : entry.thing().slot;
    try {
      int length = kernel32.readFile(new Handle(value), buffer);
      String message = new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
      assertEquals(slot.messages.poll(), message, "messages are read once, in order");
      String[] parts = message.split(":", -1);
      Integer last = slot.lastReadByWriter.put(parts[0], Integer.valueOf(parts[1]));
      assertTrue(last == null || last < Integer.parseInt(parts[1]), "one writer's order");
      simulation.messagesRead++;
    } catch (Win32Exception e) {
      assertEquals(readError(entry, slot, buffer.remaining(), e.errorCode()), e.errorCode());
    }
  }

  private static int readError(Entry entry, Slot slot, int bufferBytes, int seen) {
    if (slot == null) {
      return Win32Error.ERROR_INVALID_HANDLE;
    }
    if ((entry.access() & 1) == 0) {
      return Win32Error.ERROR_ACCESS_DENIED;
    }
    if (slot.isClosed) {
      return Win32Error.ERROR_HANDLE_EOF;
    }
    String first = slot.messages.peek();
    if (first != null && first.length() > bufferBytes) {
      return Win32Error.ERROR_INSUFFICIENT_BUFFER;
    }
    assertTrue(first == null, "a read failed although a message that fits was there: " + seen);
    return Win32Error.ERROR_SEM_TIMEOUT;
  }

  private void duplicate() {
    long value = anyValue();
    Entry entry = self.rows.get(value);
    boolean isRemote = random.nextInt(3) == 0;
    long processValue = isRemote ? valueOf(Kind.PROCESS) : -1;
    Entry processEntry = isRemote ? self.rows.get(processValue) : null;
    int options = random.nextInt(8) | (random.nextInt(4) == 0 ? 0 : Win32.DUPLICATE_SAME_ACCESS);
    boolean inherit = random.nextBoolean();
    int desired = random.nextBoolean() ? Win32.SYNCHRONIZE : Win32.FILE_WRITE_DATA;
    Proc target = isRemote ? (processEntry == null ? null : processEntry.thing().process) : self;
    boolean isProcess =
        !isRemote || (processEntry != null && processEntry.thing().kind == Kind.PROCESS);
    boolean isSame = (options & Win32.DUPLICATE_SAME_ACCESS) != 0;
    int expected = 0;
    if (entry == null) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if (!isProcess) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if ((isRemote && (processEntry.access() & 0x40) == 0) || target.isEnded) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    } else if (!isSame && entry.thing().slot != null && (desired & ~entry.access()) != 0) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    }
    boolean closes = (options & 1) != 0 && entry != null && (entry.flags() & 2) == 0;
    expect(
        expected,
        () -> {
          Handle made =
              kernel32.duplicateHandle(
                  Handle.CURRENT_PROCESS,
                  new Handle(value),
                  new Handle(processValue),
                  desired,
                  inherit,
                  options);
          int flags = (options & 4) != 0 ? entry.flags() : inherit ? 1 : 0;
          // The right to suspend a thread carries the right to resume it.
          boolean isImplied = entry.thing().kind == Kind.THREAD && desired == 2;
          int access = isSame ? entry.access() : isImplied ? 0x1002 : desired;
          Entry copy = new Entry(entry.thing(), access, flags);
          if (closes && target == self) {
            assertEquals(value, made.value(), "the value just closed is the next one");
            self.rows.put(value, copy);
          } else {
            model.add(target, made.value(), copy);
          }
        });
    if (closes && (target != self || expected != 0)) {
      model.remove(self, value);
    }
  }

  private void close() {
    long value = anyValue();
    Entry entry = self.rows.get(value);
    boolean isClosable = entry != null && (entry.flags() & 2) == 0;
    int low = random.nextInt(4);
    if (expect(
        isClosable ? 0 : Win32Error.ERROR_INVALID_HANDLE,
        () -> kernel32.closeHandle(new Handle(value + low)))) {
      model.remove(self, value);
    }
  }

  private void setFlags() {
    long value = anyValue();
    Entry entry = self.rows.get(value);
    int mask = random.nextInt(4);
    int flags = random.nextInt(4) == 0 ? random.nextInt(4) : random.nextInt(2);
    if (expect(
        entry == null ? Win32Error.ERROR_INVALID_HANDLE : 0,
        () -> kernel32.setHandleInformation(new Handle(value), mask, flags))) {
      int merged = (entry.flags() & ~mask) | (flags & mask);
      self.rows.put(value, new Entry(entry.thing(), entry.access(), merged));
      assertEquals(merged, kernel32.getHandleInformation(new Handle(value)));
    }
  }

  private void info() {
    long value = valueOf(random.nextBoolean() ? Kind.SERVER : Kind.CLIENT);
    Entry entry = self.rows.get(value);
    Slot slot = entry == null ? null : entry.thing().slot;
    int expected = slot == null ? Win32Error.ERROR_INVALID_HANDLE : 0;
    if (slot != null && slot.isClosed) {
      expected = Win32Error.ERROR_HANDLE_EOF;
    }
    expect(
        expected,
        () -> {
          MailslotInfo info = kernel32.getMailslotInfo(new Handle(value));
          assertEquals(slot.messages.size(), info.messageCount());
          assertEquals(
              slot.messages.isEmpty() ? MailslotInfo.NO_MESSAGE : slot.messages.peek().length(),
              info.nextSize());
        });
  }

  private void createChild() {
    if (model.running.size() >= Simulation.MAX_PROCESSES) {
      return;
    }
    boolean inherits = random.nextInt(4) != 0;
    List<Handle> list = random.nextBoolean() ? null : handleList();
    boolean isListWrong =
        list != null
            && (!inherits
                || list.stream()
                    .anyMatch(
                        handle ->
                            self.rows.get(handle.value()) == null
                                || !self.rows.get(handle.value()).isInheritable()));
    int expected = list != null && list.isEmpty() ? Win32Error.ERROR_BAD_LENGTH : 0;
    expected = expected == 0 && isListWrong ? Win32Error.ERROR_INVALID_PARAMETER : expected;
    boolean isSuspended = random.nextInt(3) == 0;
    expect(
        expected,
        () -> {
          HostedChild made =
              host.createChild(
                  "actor.exe",
                  null,
                  attributes(),
                  inherits,
                  isSuspended ? Win32.CREATE_SUSPENDED : 0,
                  new StartupInfo(null, null, null, list));
          Proc child = model.start(made.process().processId());
          self.rows.forEach(
              (value, entry) -> {
                if (inherits
                    && entry.isInheritable()
                    && (list == null || list.contains(new Handle(value)))) {
                  child.rows.put(value, entry);
                }
              });
          Handle thread = made.information().thread();
          model.add(
              self, made.information().process().value(), new Entry(child.thing, FULL_ACCESS, 0));
          int threadFlags = kernel32.getHandleInformation(thread);
          model.add(self, thread.value(), new Entry(child.thread, FULL_ACCESS, threadFlags));
          simulation.spawn(made.process(), child);
        });
  }

  private List<Handle> handleList() {
    List<Handle> list = new ArrayList<>();
    self.rows.forEach(
        (value, entry) -> {
          if (random.nextInt(3) == 0 && (entry.isInheritable() || random.nextInt(10) == 0)) {
            list.add(new Handle(value));
          }
        });
    return list;
  }

  private void openProcess() {
    List<Integer> ids = new ArrayList<>(model.running.keySet());
    Proc target = model.running.get(ids.get(random.nextInt(ids.size())));
    boolean inherit = random.nextBoolean();
    Handle handle =
        kernel32.openProcess(Win32.PROCESS_DUP_HANDLE | Win32.SYNCHRONIZE, inherit, target.id);
    model.add(self, handle.value(), new Entry(target.thing, 0x10_0040, inherit ? 1 : 0));
  }

  private void waitForOne() {
    long value = valueOf(Kind.PROCESS);
    Entry entry = self.rows.get(value);
    try {
      int result = kernel32.waitForSingleObject(new Handle(value), random.nextInt(20) - 1);
      boolean isFile = entry.thing().slot != null;
      assertEquals(
          isFile || entry.thing().process.isEnded ? Win32.WAIT_OBJECT_0 : Win32.WAIT_TIMEOUT,
          result);
    } catch (Win32Exception e) {
      boolean mayWait = entry != null && (entry.access() & Win32.SYNCHRONIZE) != 0;
      assertEquals(
          entry == null ? Win32Error.ERROR_INVALID_HANDLE : Win32Error.ERROR_ACCESS_DENIED,
          e.errorCode());
      assertTrue(!mayWait);
    }
  }

  private void resume() {
    long value = valueOf(Kind.THREAD);
    Entry entry = self.rows.get(value);
    int expected = 0;
    if (entry == null || entry.thing().kind != Kind.THREAD) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if ((entry.access() & 2) == 0) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    }
    expect(expected, () -> assertTrue(kernel32.resumeThread(new Handle(value)) <= 1));
  }

  private void terminate() {
    long value = valueOf(Kind.PROCESS);
    Entry entry = self.rows.get(value);
    int expected = 0;
    if (entry == null || entry.thing().kind != Kind.PROCESS) {
      expected = Win32Error.ERROR_INVALID_HANDLE;
    } else if ((entry.access() & 1) == 0 || entry.thing().process.isEnded) {
      expected = Win32Error.ERROR_ACCESS_DENIED;
    }
    int exitCode = random.nextInt();
    if (expect(expected, () -> kernel32.terminateProcess(new Handle(value), exitCode))) {
      model.end(entry.thing().process, exitCode);
    }
  }
}
