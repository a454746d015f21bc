package handlelab.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventSessionTest {
  private static final int BUDGET_BYTES = 20_000;

  private final FakeKernel32 kernel = new FakeKernel32();
  private final List<String> log = new ArrayList<>();
  private final Peer peer = new Peer();
  private final Waits waits = new Waits();
  private final FrameBudget budget = new FrameBudget(BUDGET_BYTES);
  private final EventSession session = session(budget);

  private EventSession session(FrameBudget memory) {
    return new EventSession(
        peer,
        new FrameReader(WireLimits.MAX_FRAME_BYTES, memory),
        new FrameWriter(),
        kernel,
        kernel,
        waits,
        null,
        () -> false,
        log::add);
  }

  @Test
  void aRequestIsAnsweredHoweverItsBytesCome() throws IOException {
    for (Request request : Requests.oneOfEach()) {
      if (request.operation().mayWait()) {
        continue;
      }
      byte[] frame = Frames.of(request);
      peer.says(frame);
      assertTrue(session.read(), log::toString);
      byte[] atOnce = peer.takeAll();
      for (byte one : frame) {
        peer.says(new byte[] {one});
        assertTrue(session.read(), log::toString);
      }
      assertArrayEquals(atOnce, peer.takeAll(), request::toString);
    }
  }

  @Test
  void manyRequestsInOneReadAreAnsweredInOrder() throws IOException {
    for (int i = 0; i < 5; i++) {
      peer.says(Frames.of(new HandleRequest.GetHandleInformation(new Handle(i))));
    }
    assertTrue(session.read());
    for (int i = 0; i < 5; i++) {
      assertEquals(new Reply.Value(i & 3), peer.takeReply());
    }
  }

  @Test
  void aPeerThatDoesNotReadIsServedNoFurther() throws IOException {
    EventSession roomy = session(FrameBudget.UNLIMITED);
    for (int i = 0; i < 100_000; i++) {
      kernel.rows.add(
          new HandleRow(1000, new Handle(4L * i), i, "File", "n" + i, 1, true, true, 1));
    }
    peer.roomBytes = 100;
    peer.says(Frames.of(new TableRequest.Handles(1000)));
    peer.says(Frames.of(new HandleRequest.GetHandleInformation(new Handle(2))));
    assertTrue(roomy.read());
    assertTrue(roomy.isWriting());
    List<HandleRow> rows = new ArrayList<>();
    Random random = new Random(1);
    boolean isMore = true;
    while (isMore) {
      while (!peer.hasFrame()) {
        assertTrue(roomy.isWriting());
        peer.roomBytes = random.nextInt(50_000);
        assertTrue(roomy.write());
      }
      Reply.Rows chunk = (Reply.Rows) peer.takeReply();
      rows.addAll(chunk.rows());
      isMore = chunk.more();
    }
    assertEquals(kernel.rows, rows);
    peer.roomBytes = Integer.MAX_VALUE;
    assertTrue(roomy.write());
    assertFalse(roomy.isWriting());
    assertEquals(new Reply.Value(2), peer.takeReply());
  }

  @Test
  void aLargeMessageIsSentAsThePeerTakesIt() throws IOException {
    EventSession roomy = session(FrameBudget.UNLIMITED);
    byte[] message = new byte[1_000_000];
    new Random(1).nextBytes(message);
    waits.message = message;
    peer.roomBytes = 3;
    peer.says(Frames.of(new MailslotRequest.ReadFile(new Handle(4), message.length)));
    assertTrue(roomy.read());
    while (roomy.isWriting()) {
      peer.roomBytes = 77_777;
      assertTrue(roomy.write());
    }
    assertEquals(ByteBuffer.wrap(message), ((Reply.Data) peer.takeReply()).bytes());
  }

  @Test
  void aLargeMessageIsTheKernelsUntilItIsTaken() throws IOException {
    for (int room : new int[] {3, 100, Integer.MAX_VALUE}) {
      waits.message = new byte[1_000_000];
      waits.released = 0;
      peer.roomBytes = room;
      peer.says(Frames.of(new MailslotRequest.ReadFile(new Handle(4), waits.message.length)));
      assertTrue(session.read(), log::toString);
      assertEquals(room == Integer.MAX_VALUE ? 1 : 0, waits.released);
      peer.roomBytes = Integer.MAX_VALUE;
      assertTrue(session.write());
      assertEquals(1, waits.released);
      assertEquals(new Reply.Data(ByteBuffer.wrap(waits.message)), peer.takeReply());
    }
    assertTrue(budget.take(BUDGET_BYTES), "the memory of requests is not used for it");
  }

  @Test
  void aLargeMessageThatIsNeverTakenIsGivenUpAtTheEnd() throws IOException {
    waits.message = new byte[1_000_000];
    peer.roomBytes = 3;
    peer.says(Frames.of(new MailslotRequest.ReadFile(new Handle(4), waits.message.length)));
    assertTrue(session.read());
    session.end();
    assertEquals(1, waits.released);
    assertFalse(session.isWriting());
  }

  @Test
  void aRequestForWhichThereIsNoMemoryFailsAndTheNextIsServed() throws IOException {
    for (int i = 0; i < 3; i++) {
      byte[] large = new byte[BUDGET_BYTES / (i == 1 ? 2 : 1)];
      new Random(i).nextBytes(large);
      byte[] frame =
          Frames.of(new MailslotRequest.WriteFile(new Handle(4), ByteBuffer.wrap(large)));
      for (int start = 0; start < frame.length; start += 3000) {
        peer.says(Arrays.copyOfRange(frame, start, Math.min(frame.length, start + 3000)));
        if (frame.length - start <= 3000) {
          peer.says(Frames.of(new HandleRequest.GetHandleInformation(new Handle(2))));
        }
        while (peer.hasSaid()) {
          assertTrue(session.read(), log::toString);
        }
      }
      Reply expected =
          i == 1
              ? new Reply.Value(large.length)
              : new Reply.Failed("WriteFile", Win32Error.ERROR_NO_SYSTEM_RESOURCES);
      assertEquals(expected, peer.takeReply());
      assertEquals(new Reply.Value(2), peer.takeReply());
    }
    assertEquals(1, kernel.messages.size());
    assertTrue(budget.take(BUDGET_BYTES), "all is given back");
  }

  @Test
  void aCallThatWaitsIsTriedUntilItIsDone() throws IOException {
    peer.says(Frames.of(new MailslotRequest.ReadFile(new Handle(4), 10)));
    assertTrue(session.read());
    assertTrue(session.retry());
    assertEquals(77, session.remainingNanos());
    assertFalse(peer.hasFrame());
    waits.message = new byte[] {1, 2};
    assertTrue(session.retry());
    assertEquals(PendingCall.FOR_EVER, session.remainingNanos());
    assertEquals(new Reply.Data(ByteBuffer.wrap(new byte[] {1, 2})), peer.takeReply());
    assertTrue(session.retry());
    assertEquals(3, waits.attempts);
  }

  @Test
  void aCancelledCallIsAnsweredAndAnyOtherCancelIsNot() throws IOException {
    FrameWriter cancel = new FrameWriter();
    RequestCodec.writeCancel(cancel);
    byte[] frame = Frames.bytes(cancel);
    peer.says(frame);
    peer.says(Frames.of(new MailslotRequest.ReadFile(new Handle(4), 10)));
    assertTrue(session.read());
    assertFalse(peer.hasFrame());
    peer.says(frame);
    peer.says(frame);
    assertTrue(session.read());
    assertEquals(
        new Reply.Failed("ReadFile", Win32Error.ERROR_OPERATION_ABORTED), peer.takeReply());
    assertFalse(peer.hasFrame());
  }

  @Test
  void theEndOfThePeerGivesUpItsCall() {
    peer.says(Frames.of(new MailslotRequest.ReadFile(new Handle(4), 10)));
    assertTrue(session.read());
    peer.isGone = true;
    assertFalse(session.read());
    session.end();
    assertTrue(waits.isAbandoned);
    assertEquals(List.of(), log);
  }

  @Test
  void aRequestDuringACallEndsTheSessionWithOneLine() {
    peer.says(Frames.of(new MailslotRequest.ReadFile(new Handle(4), 10)));
    peer.says(Frames.of(new HandleRequest.GetHandleInformation(new Handle(2))));
    assertFalse(session.read());
    assertEquals(
        List.of("session ended: malformed frame: a request while a call is under way"), log);
  }

  @Test
  void everyBrokenRequestEndsTheSessionWithOneLine() {
    for (Request request : Requests.oneOfEach()) {
      byte[] frame = Frames.of(request);
      byte[] fields = Arrays.copyOfRange(frame, Integer.BYTES, frame.length);
      if (!(request instanceof MailslotRequest.WriteFile)) {
        assertBroken(Frames.withLength(Arrays.copyOf(fields, fields.length + 1)));
        assertBroken(Frames.withLength(Arrays.copyOf(fields, fields.length - 1)));
      }
    }
    assertBroken(Frames.withLength(new byte[] {99, 0}));
    assertBroken(Frames.withLength(new byte[] {RequestCodec.CANCEL, 0}));
    assertBroken(new byte[4]);
    assertBroken(new byte[] {-1, -1, -1, -1});
  }

  private void assertBroken(byte[] bytes) {
    List<String> lines = new ArrayList<>();
    Peer broken = new Peer();
    broken.says(bytes);
    var tried =
        new EventSession(
            broken,
            new FrameReader(),
            new FrameWriter(),
            kernel,
            kernel,
            waits,
            null,
            () -> false,
            lines::add);
    assertFalse(tried.read(), () -> Arrays.toString(bytes));
    assertEquals(1, lines.size(), () -> lines + " for " + Arrays.toString(bytes));
    assertTrue(lines.get(0).startsWith("session ended: malformed frame: "), lines.get(0));
  }

  /** The other end of the stream: says what it is told to, and takes as much as it has room for. */
  private static final class Peer implements ByteChannel {
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private ByteBuffer said = ByteBuffer.allocate(0);
    int roomBytes = Integer.MAX_VALUE;
    boolean isGone;

    void says(byte[] bytes) {
      said = ByteBuffer.allocate(said.remaining() + bytes.length).put(said).put(bytes).flip();
    }

    boolean hasSaid() {
      return said.hasRemaining();
    }

    byte[] takeAll() {
      byte[] all = heard.toByteArray();
      heard.reset();
      return all;
    }

    boolean hasFrame() {
      ByteBuffer all = ByteBuffer.wrap(heard.toByteArray());
      return all.remaining() >= Integer.BYTES && all.getInt(0) + Integer.BYTES <= all.remaining();
    }

    Reply takeReply() throws IOException {
      assertTrue(hasFrame());
      byte[] all = takeAll();
      int end = Integer.BYTES + ByteBuffer.wrap(all).getInt();
      heard.write(all, end, all.length - end);
      return Frames.reply(Arrays.copyOf(all, end));
    }

    @Override
    public int read(ByteBuffer target) {
      if (isGone) {
        return -1;
      }
      int length = Math.min(target.remaining(), said.remaining());
      target.put(said.slice().limit(length));
      said.position(said.position() + length);
      return length;
    }

    @Override
    public int write(ByteBuffer source) {
      int length = Math.min(roomBytes, source.remaining());
      for (int i = 0; i < length; i++) {
        heard.write(source.get());
      }
      roomBytes -= length;
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** Calls that wait until there is a message. */
  private static final class Waits implements WaitingCalls, PendingCall {
    byte[] message;
    int attempts;
    boolean isCancelled;
    boolean isAbandoned;
    int released;

    @Override
    public PendingCall read(Handle file, int maxBytes) {
      return this;
    }

    @Override
    public PendingCall waitForSingleObject(Handle handle, int timeoutMillis) {
      return this;
    }

    @Override
    public PendingCall awaitResume(int processId) {
      return this;
    }

    @Override
    public boolean attempt() {
      attempts++;
      if (isCancelled) {
        throw new Win32Exception("ReadFile", Win32Error.ERROR_OPERATION_ABORTED);
      }
      return message != null;
    }

    @Override
    public ByteBuffer message() {
      return ByteBuffer.wrap(message);
    }

    @Override
    public int value() {
      return 0;
    }

    @Override
    public long remainingNanos() {
      return 77;
    }

    @Override
    public void cancel() {
      isCancelled = true;
    }

    @Override
    public void abandon() {
      isAbandoned = true;
    }

    @Override
    public void release() {
      released++;
    }
  }
}
