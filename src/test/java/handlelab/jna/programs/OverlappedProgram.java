package handlelab.jna.programs;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.platform.win32.WinBase;
import com.sun.jna.platform.win32.WinError;
import com.sun.jna.platform.win32.WinNT;
import com.sun.jna.platform.win32.WinNT.HANDLE;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.win32.StdCallLibrary;
import com.sun.jna.win32.W32APIOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** A named pipe with overlapped operations, as sockets over pipes use them. */
public final class OverlappedProgram {
  private static final String NAME = "\\\\.\\pipe\\overlapped program";
  private static final int PIPE_ACCESS_DUPLEX = 3;
  private static final int STATUS_PENDING = 0x103;
  private static final Pipes PIPES = Pipes.INSTANCE;

  private OverlappedProgram() {}

  /** The functions, with OVERLAPPED as a pointer. */
  public interface Pipes extends StdCallLibrary, WinNT {
    Pipes INSTANCE = Native.load("kernel32", Pipes.class, W32APIOptions.UNICODE_OPTIONS);

    HANDLE CreateNamedPipe(
        String name,
        int openMode,
        int pipeMode,
        int maxInstances,
        int outBufferSize,
        int inBufferSize,
        int defaultTimeout,
        WinBase.SECURITY_ATTRIBUTES attributes);

    HANDLE CreateFile(
        String name,
        int access,
        int shareMode,
        WinBase.SECURITY_ATTRIBUTES attributes,
        int disposition,
        int flags,
        HANDLE template);

    HANDLE CreateEvent(
        WinBase.SECURITY_ATTRIBUTES attributes, boolean manual, boolean initial, String name);

    boolean ConnectNamedPipe(HANDLE pipe, Pointer overlapped);

    boolean DisconnectNamedPipe(HANDLE pipe);

    boolean ReadFile(
        HANDLE file, Memory buffer, int bytes, IntByReference read, Pointer overlapped);

    boolean WriteFile(
        HANDLE file, ByteBuffer buffer, int bytes, IntByReference written, Pointer overlapped);

    boolean GetOverlappedResult(
        HANDLE file, Pointer overlapped, IntByReference bytes, boolean wait);

    boolean CancelIoEx(HANDLE file, Pointer overlapped);

    int WaitForSingleObject(HANDLE handle, int millis);

    boolean CloseHandle(HANDLE handle);
  }

  /** Runs all. */
  public static void main(String[] arguments) {
    HANDLE server =
        PIPES.CreateNamedPipe(
            NAME, PIPE_ACCESS_DUPLEX | WinNT.FILE_FLAG_OVERLAPPED, 0, 1, 4096, 4096, 0, null);
    Check.isTrue("CreateNamedPipe", !WinBase.INVALID_HANDLE_VALUE.equals(server));
    HANDLE event = PIPES.CreateEvent(null, true, false, null);

    WinBase.OVERLAPPED connect = overlapped(event);
    Check.fails(
        "ConnectNamedPipe",
        WinError.ERROR_IO_PENDING,
        PIPES.ConnectNamedPipe(server, connect.getPointer()));
    Check.equal("wait", WinError.WAIT_TIMEOUT, PIPES.WaitForSingleObject(event, 0));
    HANDLE client =
        PIPES.CreateFile(
            NAME, WinNT.GENERIC_READ | WinNT.GENERIC_WRITE, 0, null, WinNT.OPEN_EXISTING, 0, null);
    Check.isTrue("CreateFile", !WinBase.INVALID_HANDLE_VALUE.equals(client));
    Check.equal("wait", 0, PIPES.WaitForSingleObject(event, 5000));
    IntByReference bytes = new IntByReference(-1);
    Check.isTrue(
        "GetOverlappedResult",
        PIPES.GetOverlappedResult(server, connect.getPointer(), bytes, false));

    readPending(server, client, event);
    readPolled(server, client);
    readCancelled(server, event);
    Check.isTrue("DisconnectNamedPipe", PIPES.DisconnectNamedPipe(server));
    for (HANDLE handle : new HANDLE[] {server, client, event}) {
      Check.isTrue("CloseHandle", PIPES.CloseHandle(handle));
    }
  }

  private static void readPending(HANDLE server, HANDLE client, HANDLE event) {
    Memory buffer = new Memory(16);
    WinBase.OVERLAPPED read = overlapped(event);
    Check.fails(
        "ReadFile",
        WinError.ERROR_IO_PENDING,
        PIPES.ReadFile(server, buffer, 16, null, read.getPointer()));
    read.read();
    Check.equal("Internal", STATUS_PENDING, read.Internal.intValue());
    IntByReference bytes = new IntByReference();
    Check.fails(
        "GetOverlappedResult",
        WinError.ERROR_IO_INCOMPLETE,
        PIPES.GetOverlappedResult(server, read.getPointer(), bytes, false));

    ByteBuffer hello = ByteBuffer.wrap("..hello".getBytes(StandardCharsets.US_ASCII), 2, 5);
    Check.isTrue("WriteFile", PIPES.WriteFile(client, hello, 5, bytes, null));
    Check.equal("wait", 0, PIPES.WaitForSingleObject(event, 5000));
    read.read();
    Check.equal("Internal when signalled", 0, read.Internal.intValue());
    Check.equal("InternalHigh when signalled", 5, read.InternalHigh.intValue());
    String text = new String(buffer.getByteArray(0, 5), StandardCharsets.US_ASCII);
    Check.equal("buffer when signalled", "hello", text);
    for (int i = 0; i < 2; i++) {
      Check.isTrue(
          "GetOverlappedResult", PIPES.GetOverlappedResult(server, read.getPointer(), bytes, true));
      Check.equal("bytes", 5, bytes.getValue());
    }
  }

  /** Looks at the memory only, as the macro HasOverlappedIoCompleted does. */
  private static void readPolled(HANDLE server, HANDLE client) {
    for (int size = 1; size <= 16; size++) {
      Memory buffer = new Memory(16);
      WinBase.OVERLAPPED read = overlapped(null);
      Check.fails(
          "ReadFile",
          WinError.ERROR_IO_PENDING,
          PIPES.ReadFile(server, buffer, 16, null, read.getPointer()));
      ByteBuffer data = ByteBuffer.allocate(size);
      IntByReference written = new IntByReference();
      Check.isTrue("WriteFile", PIPES.WriteFile(client, data, size, written, null));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      do {
        Thread.onSpinWait();
        read.read();
      } while (read.Internal.intValue() == STATUS_PENDING && System.nanoTime() - end < 0);
      Check.equal("Internal, polled", 0, read.Internal.intValue());
      // Internal changes last, so a look after it has the rest.
      read.read();
      Check.equal("InternalHigh, polled", size, read.InternalHigh.intValue());
    }
  }

  private static void readCancelled(HANDLE server, HANDLE event) {
    Memory buffer = new Memory(16);
    WinBase.OVERLAPPED read = overlapped(event);
    Check.fails(
        "ReadFile",
        WinError.ERROR_IO_PENDING,
        PIPES.ReadFile(server, buffer, 16, null, read.getPointer()));
    Check.isTrue("CancelIoEx", PIPES.CancelIoEx(server, read.getPointer()));
    Check.equal("wait", 0, PIPES.WaitForSingleObject(event, 5000));
    Check.fails(
        "GetOverlappedResult",
        WinError.ERROR_OPERATION_ABORTED,
        PIPES.GetOverlappedResult(server, read.getPointer(), new IntByReference(), true));
    Check.fails(
        "CancelIoEx", WinError.ERROR_NOT_FOUND, PIPES.CancelIoEx(server, read.getPointer()));
  }

  private static WinBase.OVERLAPPED overlapped(HANDLE event) {
    WinBase.OVERLAPPED overlapped = new WinBase.OVERLAPPED();
    overlapped.hEvent = event;
    overlapped.write();
    return overlapped;
  }
}
