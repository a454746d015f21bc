package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Calls that make sense one after the other in a process that is new, as the fields of frames. */
public final class SampleCalls {
  /** The values that a new process's handles get. */
  private static final Handle FIRST = new Handle(0x100);

  private static final Handle SECOND = new Handle(0x104);
  private static final Handle THIRD = new Handle(0x108);
  private static final String NAME = "\\\\.\\mailslot\\f";

  private SampleCalls() {}

  private static List<byte[]> fields(Request... requests) {
    return Arrays.stream(requests)
        .map(Frames::of)
        .map(frame -> Arrays.copyOfRange(frame, Integer.BYTES, frame.length))
        .toList();
  }

  /** One call of each kind, most of which fail. */
  public static List<byte[]> ofEachKind() {
    return fields(Requests.oneOfEach().toArray(new Request[0]));
  }

  /** A slot and a client, and what goes through. */
  public static List<byte[]> mail() {
    ByteBuffer text = ByteBuffer.wrap(new byte[] {1, 2, 3});
    return fields(
        new MailslotRequest.CreateMailslot(NAME, 0, 0, SecurityAttributes.INHERITABLE),
        new MailslotRequest.CreateFile(
            NAME,
            Win32.GENERIC_WRITE,
            Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE,
            null,
            Win32.OPEN_EXISTING,
            0,
            null),
        new MailslotRequest.WriteFile(SECOND, text),
        new MailslotRequest.GetMailslotInfo(FIRST),
        new MailslotRequest.ReadFile(FIRST, 100),
        new MailslotRequest.SetMailslotInfo(FIRST, Win32.MAILSLOT_WAIT_FOREVER),
        new HandleRequest.DuplicateHandle(
            Handle.CURRENT_PROCESS, FIRST, Handle.CURRENT_PROCESS, 0, true, 2),
        new HandleRequest.SetHandleInformation(THIRD, 1, 0),
        new HandleRequest.GetHandleInformation(THIRD),
        new HandleRequest.CompareObjectHandles(FIRST, THIRD),
        new HandleRequest.CloseHandle(SECOND));
  }

  /** A read of the slot that {@link #mail} makes. */
  public static byte[] read() {
    return fields(new MailslotRequest.ReadFile(FIRST, WireLimits.MAX_MESSAGE_BYTES)).get(0);
  }

  /** A write to it; further bytes of the frame are the message. */
  public static byte[] write() {
    return fields(new MailslotRequest.WriteFile(SECOND, ByteBuffer.allocate(0))).get(0);
  }

  /** The end of the call under way. */
  public static byte[] cancel() {
    return new byte[] {RequestCodec.CANCEL};
  }

  /** Looks at the tables of these processes. */
  public static List<byte[]> looks(int self, int child) {
    return fields(
        new TableRequest.ProcessIds(),
        new TableRequest.Handles(self),
        new TableRequest.HandlesAmong(child, Set.of(0x100L)),
        new ProcessRequest.OpenProcess(Win32.PROCESS_DUP_HANDLE, false, self),
        ProcessRequest.Current.THREAD);
  }

  /** A suspended child's life, when it is the process's first handles. */
  public static List<byte[]> child(int child) {
    return fields(
        new ChildRequest.CreateChild(
            "c.exe", null, null, true, Win32.CREATE_SUSPENDED, StartupInfo.DEFAULT),
        new ChildRequest.ChildStarted(child, 4242),
        new ProcessRequest.ResumeThread(SECOND),
        new ChildRequest.AwaitResume(child),
        new ProcessRequest.WaitForSingleObject(FIRST, 0),
        new ProcessRequest.TerminateProcess(FIRST, 3),
        new ProcessRequest.GetExitCodeProcess(FIRST),
        new ChildRequest.ChildExited(child, 5));
  }
}
