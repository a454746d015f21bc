package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Overlapped;
import handlelab.api.PipeHandles;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.sim.HostedChild;
import handlelab.sim.HostedProcess;
import handlelab.sim.KernelMemory;
import handlelab.sim.SimulatedKernel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Fuzzing of the serving end: any stream of bytes gives replies of the right form, and then the
 * peer's end or one line for the log. A second process of the same kernel must always get the right
 * answers, unless the first has ended it; nothing is left when both are gone.
 */
public final class SessionFuzz {
  private static final String SLOT = "\\\\.\\mailslot\\a";
  private static final String PIPE = "\\\\.\\pipe\\p";

  private static long requests;

  private SessionFuzz() {}

  /** One request of each kind, all of them in one stream, and a small conversation. */
  public static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>(Requests.oneOfEach());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    seeds.forEach(all::writeBytes);
    seeds.add(all.toByteArray());
    // A new process's first handle is 0x100, and each further one is larger by 4.
    Handle slot = new Handle(0x100);
    Handle client = new Handle(0x104);
    Handle self = Handle.CURRENT_PROCESS;
    ByteArrayOutputStream talk = new ByteArrayOutputStream();
    talk.writeBytes(Requests.frame(k -> k.createMailslot(SLOT, 0, -1, null)));
    talk.writeBytes(
        Requests.frame(k -> k.createFile(SLOT, Win32.GENERIC_WRITE, 3, null, 3, 0, null)));
    talk.writeBytes(Requests.frame(k -> k.writeFile(client, ByteBuffer.allocate(9))));
    talk.writeBytes(Requests.frame(k -> k.readFile(slot, ByteBuffer.allocate(64))));
    talk.writeBytes(Requests.frame(k -> k.readFile(slot, ByteBuffer.allocate(64))));
    talk.writeBytes(Requests.frame(k -> k.duplicateHandle(self, slot, self, 0, true, 2)));
    talk.writeBytes(
        Requests.frame(
            k -> k.createChild(new ChildRequest("c.exe", null, null, null, true, 4, null))));
    talk.writeBytes(Requests.frame(k -> k.handles(1008)));
    talk.writeBytes(Requests.frame(k -> k.openProcess(Win32.PROCESS_ALL_ACCESS, true, 1000)));
    talk.writeBytes(Requests.frame(k -> k.closeHandle(slot)));
    talk.writeBytes(Requests.frame(k -> k.waitForSingleObject(self, -1)));
    talk.writeBytes(Requests.frame(k -> k.terminateProcess(self, 3)));
    seeds.add(talk.toByteArray());
    seeds.add(talkOverAPipe());
    return seeds;
  }

  /** A mutex, an event, a pipe and overlapped operations on it. */
  private static byte[] talkOverAPipe() {
    Handle event = new Handle(0x104);
    Handle server = new Handle(0x108);
    Handle client = new Handle(0x10C);
    ByteArrayOutputStream talk = new ByteArrayOutputStream();
    talk.writeBytes(Requests.frame(k -> k.createMutex(null, true, "m")));
    talk.writeBytes(Requests.frame(k -> k.createEvent(null, true, false, "e")));
    talk.writeBytes(Requests.frame(k -> k.createNamedPipe(PIPE, 0x4000_0003, 6, 2, 9, 9, 0, null)));
    talk.writeBytes(Requests.frame(k -> k.connectNamedPipe(server, Overlapped.of(event))));
    talk.writeBytes(
        Requests.frame(k -> k.createFile(PIPE, Win32.GENERIC_WRITE, 3, null, 3, 0, null)));
    talk.writeBytes(
        Requests.frame(k -> k.readFile(server, ByteBuffer.allocate(64), Overlapped.of(event))));
    talk.writeBytes(Requests.frame(k -> k.writeFile(client, ByteBuffer.allocate(9))));
    talk.writeBytes(Requests.frame(k -> k.waitForMultipleObjects(List.of(event, server), true, 0)));
    talk.writeBytes(Requests.frame(RemoteKernel32::takeDone));
    talk.writeBytes(
        Requests.frame(k -> k.readFile(server, ByteBuffer.allocate(64), Overlapped.of(event))));
    talk.writeBytes(Requests.frame(k -> k.cancelIo(server)));
    talk.writeBytes(Requests.frame(k -> k.disconnectNamedPipe(server)));
    talk.writeBytes(Requests.frame(k -> k.releaseMutex(new Handle(0x100))));
    return talk.toByteArray();
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] data) throws Exception {
    try (SimulatedKernel machine = SimulatedKernel.boot()) {
      Kernel32 bystander = machine.startProcess("bystander.exe");
      HostedProcess victim = machine.startHostedProcess("victim.exe");
      Children children = new Children(victim);
      BytesChannel channel = new BytesChannel(data);
      List<String> log = new ArrayList<>();
      Session session =
          new Session(
              channel,
              new Message(),
              victim.kernel32(),
              machine.handleTables(),
              children,
              new ServedOperations());
      // No call waits: it fails at once where it would.
      session.cancelAll();
      session.serve(log::add);
      require(log.size() <= 1 && log.stream().allMatch(line -> line.length() < 200), "log " + log);
      requireReplies(channel.written());
      requireGoesOn(bystander);
      victim.exit(0);
      children.made.forEach(child -> child.exit(0));
      require(machine.handleTables().processIds().size() <= 1, "a process is left");
      endBystander(bystander);
      require(KernelMemory.of(machine).equals(KernelMemory.NOTHING), "something is left");
    }
  }

  /** What Jazzer calls at the end. */
  public static void fuzzerTearDown() {
    System.err.println("fuzzed: " + requests + " requests");
  }

  private static void requireReplies(byte[] bytes) throws Exception {
    BytesChannel channel = new BytesChannel(bytes);
    Message reply = new Message();
    while (reply.receive(channel)) {
      requests++;
      int status = reply.int8();
      switch (status) {
        case Connection.DONE -> {}
        case Connection.FAILED ->
            require(!reply.requiredText().isEmpty() && reply.int32() != 0, "an error without one");
        case Connection.ENDED -> require(reply.int32() > 0, "a process without an id");
        case Connection.UNSUPPORTED -> {
          String reason = reply.requiredText();
          require(reason.contains("is not simulated"), reason);
        }
        case Connection.REFUSED -> throw new AssertionError(reply.requiredText());
        default -> throw new AssertionError("a reply of the status " + status);
      }
    }
  }

  private static void requireGoesOn(Kernel32 bystander) {
    try {
      Handle slot = bystander.createMailslot(SLOT + "\\bystander", 0, 0, null);
      Handle client =
          bystander.createFile(
              SLOT + "\\bystander", Win32.GENERIC_WRITE, 3, null, Win32.OPEN_EXISTING, 0, null);
      bystander.writeFile(client, ByteBuffer.wrap(new byte[] {1, 2, 3}));
      ByteBuffer message = ByteBuffer.allocate(8);
      require(bystander.readFile(slot, message) == 3, "the bystander's message");
      bystander.closeHandle(client);
      bystander.closeHandle(slot);
      PipeHandles pipe = bystander.createPipe(null, 16);
      require(bystander.writeFile(pipe.write(), message.flip()) == 3, "the bystander's pipe");
      require(bystander.readFile(pipe.read(), message.clear()) == 3, "the bystander's bytes");
    } catch (ProcessEndedException e) {
      // The first process may have ended it.
    }
  }

  private static void endBystander(Kernel32 bystander) {
    try {
      bystander.terminateProcess(Handle.CURRENT_PROCESS, 0);
    } catch (ProcessEndedException e) {
      // As above.
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }

  /** The children of the first process, which no host runs. */
  private static final class Children implements Session.ChildHost {
    final List<HostedProcess> made = new ArrayList<>();
    private final HostedProcess creator;

    Children(HostedProcess creator) {
      this.creator = creator;
    }

    @Override
    public ProcessInformation createChild(ChildRequest request) {
      HostedChild child =
          creator.createChild(
              request.imageName(),
              request.processAttributes(),
              request.threadAttributes(),
              request.inheritHandles(),
              request.creationFlags(),
              request.startupInfo());
      made.add(child.process());
      return child.information();
    }

    @Override
    public boolean awaitResume(int processId) {
      return false;
    }
  }
}
