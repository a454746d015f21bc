package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessDetails;
import handlelab.api.ProcessEndedException;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A kernel that answers with what it was asked, keeps one queue of messages, and fails on call. */
final class FakeKernel32 implements HandleTables {
  /** Handles with these values fail in their way. */
  static final Handle FAILS = new Handle(0x1000);

  static final Handle ENDED = new Handle(0x1004);
  static final Handle BREAKS = new Handle(0x1008);

  final List<String> calls = new ArrayList<>();
  final Deque<byte[]> messages = new ArrayDeque<>();
  final List<HandleRow> rows = new ArrayList<>();

  /** Has some functions, and refuses others. */
  Kernel32 kernel32() {
    return Kernel32Call.intercept(this::call);
  }

  private Object call(Kernel32Call call) {
    calls.add(call.toString());
    if (call.arguments().containsValue(FAILS)) {
      throw new Win32Exception(call.function(), Win32Error.ERROR_INVALID_HANDLE);
    }
    if (call.arguments().containsValue(ENDED)) {
      throw new ProcessEndedException(4711);
    }
    if (call.arguments().containsValue(BREAKS)) {
      throw new IllegalArgumentException("broken " + call.function());
    }
    return switch (call.method()) {
      case "setMailslotInfo", "closeHandle", "setHandleInformation", "terminateProcess" -> null;
      case "createMailslot" -> new Handle(0x100);
      case "createFile" -> new Handle(0x104);
      case "openProcess" -> new Handle(0x114);
      case "createProcess" ->
          new ProcessInformation(new Handle(0x10C), new Handle(0x110), 1008, 1012);
      case "duplicateHandle" -> new Handle(((Handle) call.argument("source")).value() + 4);
      case "getMailslotInfo" -> new MailslotInfo(1, 2, 3, -1);
      case "getHandleInformation" -> (int) (((Handle) call.argument("handle")).value() & 3);
      case "compareObjectHandles" -> call.argument("first").equals(call.argument("second"));
      case "getCurrentProcessId" -> 1000;
      case "getCurrentThreadId" -> 1008;
      case "getProcessId" -> 1004;
      case "resumeThread" -> 1;
      case "getExitCodeProcess" -> 259;
      case "waitForSingleObject" -> Thread.currentThread().isInterrupted() ? 1 : 0;
      case "readFile" -> new IoResult(IoState.DONE, read((ByteBuffer) call.argument("target")));
      case "writeFile" -> write((ByteBuffer) call.argument("source"));
      default -> throw new UnsupportedOperationException(call.function() + " is not simulated");
    };
  }

  private int read(ByteBuffer target) {
    byte[] message = messages.peek();
    if (message.length > target.remaining()) {
      throw new Win32Exception("ReadFile", Win32Error.ERROR_INSUFFICIENT_BUFFER);
    }
    target.put(messages.remove());
    return message.length;
  }

  private int write(ByteBuffer source) {
    byte[] message = new byte[source.remaining()];
    source.get(message);
    messages.add(message);
    return message.length;
  }

  @Override
  public List<HandleRow> handles(int processId) {
    return rows;
  }

  @Override
  public Map<Handle, String> states(int processId) {
    Map<Handle, String> states = new LinkedHashMap<>();
    rows.forEach(row -> states.put(row.handle(), "state of " + row.handle()));
    return states;
  }

  @Override
  public List<Integer> processIds() {
    return List.of(1000, 1008);
  }

  @Override
  public List<ProcessDetails> processes() {
    Instant start = Instant.parse("2026-11-22T12:00:00.123Z");
    return List.of(
        ProcessDetails.ofId(1000),
        new ProcessDetails(1008, "java.exe", 1000, start, true, "java -version", 1L << 40));
  }
}
