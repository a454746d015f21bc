package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.Overlapped;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The frames of requests, one for each call. */
public final class Requests {
  private static final Handle HANDLE = new Handle(0x100);

  private static final StartupInfo STARTUP =
      new StartupInfo(HANDLE, null, Handle.INVALID, List.of(HANDLE, new Handle(4)));

  private static final List<Consumer<RemoteKernel32>> CALLS =
      List.of(
          k -> k.createMailslot("\\\\.\\mailslot\\a", 1, 2, SecurityAttributes.INHERITABLE),
          k -> k.getMailslotInfo(HANDLE),
          k -> k.setMailslotInfo(HANDLE, 3),
          k -> k.createFile("\\\\.\\mailslot\\a", 1, 2, null, 3, 4, HANDLE),
          k -> k.readFile(HANDLE, ByteBuffer.allocate(64)),
          k -> k.writeFile(HANDLE, ByteBuffer.wrap(new byte[] {1, 2, 3})),
          k -> k.cancelIoEx(HANDLE),
          k -> k.duplicateHandle(HANDLE, HANDLE, HANDLE, 1, true, 2),
          k -> k.closeHandle(HANDLE),
          k -> k.getHandleInformation(HANDLE),
          k -> k.setHandleInformation(HANDLE, 1, 1),
          k -> k.compareObjectHandles(HANDLE, HANDLE),
          RemoteKernel32::getCurrentProcessId,
          RemoteKernel32::getCurrentThreadId,
          k -> k.getProcessId(HANDLE),
          k -> k.createProcess("a", "b", null, null, true, 4, Map.of("k", "v"), "d", STARTUP),
          k -> k.openProcess(1, false, 1000),
          k -> k.resumeThread(HANDLE),
          k -> k.getExitCodeProcess(HANDLE),
          k -> k.terminateProcess(HANDLE, 7),
          k -> k.waitForSingleObject(HANDLE, 0),
          k -> k.waitForMultipleObjects(List.of(HANDLE, HANDLE), true, 5),
          k -> k.createEvent(null, true, false, "e"),
          k -> k.openEvent(1, true, "e"),
          k -> k.setEvent(HANDLE),
          k -> k.resetEvent(HANDLE),
          k -> k.createMutex(SecurityAttributes.INHERITABLE, true, "m"),
          k -> k.openMutex(1, false, "m"),
          k -> k.releaseMutex(HANDLE),
          k -> k.createSemaphore(null, 1, 2, "s"),
          k -> k.openSemaphore(1, false, null),
          k -> k.releaseSemaphore(HANDLE, 1),
          k -> k.createPipe(SecurityAttributes.INHERITABLE, 1),
          k -> k.createNamedPipe("\\\\.\\pipe\\p", 3, 4, 5, 6, 7, 8, null),
          k -> k.connectNamedPipe(HANDLE, null),
          k -> k.disconnectNamedPipe(HANDLE),
          k -> k.waitNamedPipe("p", 1),
          k -> k.peekNamedPipe(HANDLE, ByteBuffer.allocate(64)),
          k -> k.getNamedPipeHandleState(HANDLE),
          k -> k.setNamedPipeHandleState(HANDLE, 1),
          k -> k.getNamedPipeInfo(HANDLE),
          k -> k.flushFileBuffers(HANDLE),
          k -> k.readFile(HANDLE, ByteBuffer.allocate(8), Overlapped.of(HANDLE)),
          k -> k.writeFile(HANDLE, ByteBuffer.allocate(8), Overlapped.of(HANDLE)),
          k -> k.connectNamedPipe(HANDLE, Overlapped.of(HANDLE)),
          RemoteKernel32::takeDone,
          k -> k.awaitOperation(HANDLE, 1),
          k -> k.cancelIoEx(HANDLE, Overlapped.of(HANDLE)),
          k -> k.cancelIo(HANDLE),
          k -> k.getFileType(HANDLE),
          k -> k.queryFullProcessImageName(HANDLE, 1),
          k -> k.getProcessTimes(HANDLE),
          k -> k.getStdHandle(-11),
          k -> k.setStdHandle(-10, HANDLE),
          k -> k.handles(1000),
          k -> k.handles(1000, Set.of(4L, 8L)),
          k -> k.states(1000),
          RemoteKernel32::processIds,
          RemoteKernel32::processes,
          k -> k.createChild(new ChildRequest("a", "b", null, null, true, 4, STARTUP)),
          k -> k.awaitResume(1000));

  private Requests() {}

  /** One request for each call, in the order of their numbers. */
  public static List<byte[]> oneOfEach() {
    List<byte[]> frames = CALLS.stream().map(Requests::frame).toList();
    byte[] numbers = new byte[frames.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = frames.get(i)[Integer.BYTES];
    }
    byte[] expected = new byte[RemoteKernel32.Op.values().length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) i;
    }
    if (!Arrays.equals(expected, numbers)) {
      throw new AssertionError("not one request for each call: " + Arrays.toString(numbers));
    }
    return frames;
  }

  /** Makes the call with that number, or the one that it leaves when divided by their count. */
  static void call(int number, RemoteKernel32 kernel32) {
    CALLS.get(Math.floorMod(number, CALLS.size())).accept(kernel32);
  }

  /** The frame of one call. */
  static byte[] frame(Consumer<RemoteKernel32> call) {
    BytesChannel channel = new BytesChannel();
    Connection connection = new Connection(channel, "nobody");
    try {
      call.accept(new RemoteKernel32(() -> connection));
      throw new AssertionError("there is nobody to answer");
    } catch (ConnectionLostException e) {
      return channel.written();
    }
  }

  /** Whether the request is a {@code WriteFile}, whose length may be any. */
  @SuppressWarnings("EnumOrdinal") // as in the frame
  public static boolean isWrite(byte[] frame) {
    int op = frame[Integer.BYTES];
    return op == RemoteKernel32.Op.WRITE_FILE.ordinal()
        || op == RemoteKernel32.Op.START_WRITE.ordinal();
  }

  /** The fields of a frame behind a length that fits them. */
  public static byte[] withLength(byte[] fields) {
    return ByteBuffer.allocate(Integer.BYTES + fields.length)
        .putInt(fields.length)
        .put(fields)
        .array();
  }
}
