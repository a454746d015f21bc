package handlelab.real;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

/**
 * Reads, writes and connects, with an {@code OVERLAPPED} of the caller's and without.
 *
 * <p>Without one, a call on an asynchronous file needs an {@code OVERLAPPED} with an event of its
 * own. Otherwise the function waits for the file object, which every finished operation of any
 * thread and process signals: it would return while its own operation still goes on, in memory that
 * is used for something else by then. Documented: Microsoft Learn, "CreateMailslotW" (the handle is
 * asynchronous), "ReadFile" (an overlapped handle needs a unique {@code OVERLAPPED}),
 * "GetOverlappedResult" (its event).
 */
final class FileIo {
  /** Up to this size copying a direct buffer costs less than asking JNI for its address. */
  private static final int COPIED_BYTES = 1024;

  /** {@code STATUS_PENDING}, in {@code OVERLAPPED.Internal} until the system has ended. */
  static final long STATUS_PENDING = 0x103;

  private FileIo() {}

  /** {@link handlelab.api.Kernel32#readFile(Handle, ByteBuffer, Overlapped)}. */
  static IoResult read(Handle file, ByteBuffer target, Overlapped overlapped) {
    // A read takes the message away, so the buffer is checked before the call.
    if (target.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    return move(IoFunction.READ, file, target, overlapped);
  }

  /** {@link handlelab.api.Kernel32#writeFile(Handle, ByteBuffer, Overlapped)}. */
  static IoResult write(Handle file, ByteBuffer source, Overlapped overlapped) {
    return move(IoFunction.WRITE, file, source, overlapped);
  }

  private static IoResult move(
      IoFunction function, Handle file, ByteBuffer buffer, Overlapped overlapped) {
    return overlapped == null
        ? moveAndWait(function, file, buffer)
        : start(function, file, buffer, overlapped);
  }

  private static IoResult moveAndWait(IoFunction function, Handle file, ByteBuffer buffer) {
    CallMemory memory = CallMemory.ofThread();
    boolean reads = function == IoFunction.READ;
    int position = buffer.position();
    int size = buffer.remaining();
    int error;
    if (buffer.isDirect() && size > COPIED_BYTES) {
      try {
        error = await(function, file.value(), addressOf(buffer) + position, size, memory);
      } finally {
        Reference.reachabilityFence(buffer);
      }
    } else {
      ByteBuffer data = memory.data(size);
      if (!reads) {
        data.put(0, buffer, position, size);
      }
      error = await(function, file.value(), memory.dataAddress(), size, memory);
      if (reads && hasMoved(function, error)) {
        buffer.put(position, data, 0, memory.intAt(0));
      }
      memory.trim();
    }
    if (!hasMoved(function, error)) {
      throw new Win32Exception(function.exportedName(), error);
    }
    buffer.position(position + memory.intAt(0));
    return new IoResult(
        error == Win32Error.ERROR_MORE_DATA ? IoState.MORE_DATA : IoState.DONE, memory.intAt(0));
  }

  /** Only a read may leave a part of the message. */
  private static boolean hasMoved(IoFunction function, int error) {
    return error == Win32Error.ERROR_SUCCESS
        || (function == IoFunction.READ && error == Win32Error.ERROR_MORE_DATA);
  }

  /** {@link handlelab.api.Kernel32#connectNamedPipe}. */
  static ConnectState connect(Handle pipe, Overlapped overlapped) {
    int error;
    if (overlapped == null) {
      error = await(IoFunction.CONNECT, pipe.value(), 0, 0, CallMemory.ofThread());
    } else {
      VirtualThreads.refuse("ConnectNamedPipe with an OVERLAPPED");
      error =
          RealOperation.of(overlapped).start(IoFunction.CONNECT, pipe, overlapped.event(), null);
    }
    return switch (error) {
      case Win32Error.ERROR_SUCCESS -> ConnectState.CONNECTED;
      case Win32Error.ERROR_PIPE_CONNECTED -> ConnectState.ALREADY_CONNECTED;
      case Win32Error.ERROR_IO_PENDING -> ConnectState.PENDING;
      case Win32Error.ERROR_PIPE_LISTENING -> ConnectState.LISTENING;
      default -> throw new Win32Exception("ConnectNamedPipe", error);
    };
  }

  private static IoResult start(
      IoFunction function, Handle file, ByteBuffer buffer, Overlapped overlapped) {
    VirtualThreads.refuse(function.exportedName() + " with an OVERLAPPED");
    RealOperation operation = RealOperation.of(overlapped);
    int error = operation.start(function, file, overlapped.event(), buffer);
    return operation.result(function.exportedName(), error);
  }

  /** {@link handlelab.api.Kernel32#getOverlappedResult}. */
  static IoResult result(Handle file, Overlapped overlapped, boolean wait) {
    RealOperation operation = RealOperation.of(overlapped);
    long count = CallMemory.ofThread().clearedWords();
    int error = Win32Error.ERROR_SUCCESS;
    try {
      if (Kernel32Library.GetOverlappedResult(
              file.value(), operation.address(), count, wait ? 1 : 0)
          == 0) {
        error = Native.getLastError();
      }
    } finally {
      Reference.reachabilityFence(operation);
    }
    return operation.result("GetOverlappedResult", error);
  }

  /** {@link handlelab.api.Kernel32#cancelIoEx(Handle, Overlapped)}. */
  static boolean cancel(Handle file, Overlapped overlapped) {
    RealOperation operation = overlapped == null ? null : RealOperation.of(overlapped);
    try {
      if (Kernel32Library.CancelIoEx(file.value(), operation == null ? 0 : operation.address())
          != 0) {
        return true;
      }
      int error = Native.getLastError();
      if (error == Win32Error.ERROR_NOT_FOUND) {
        return false;
      }
      throw new Win32Exception("CancelIoEx", error);
    } finally {
      Reference.reachabilityFence(operation);
    }
  }

  private static long addressOf(ByteBuffer direct) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
  }

  /**
   * Calls, and does not return before the operation has ended. The number of bytes is the memory's
   * first word.
   *
   * @return the error; {@code ERROR_SUCCESS} if there is none
   */
  private static int await(IoFunction function, long file, long data, int size, CallMemory memory) {
    if (AsynchronousFiles.contains(file, memory)) {
      return awaitOwnEvent(function, file, data, size, memory);
    }
    return function.call(file, data, size, memory.words(), 0) != 0
        ? Win32Error.ERROR_SUCCESS
        : Native.getLastError();
  }

  /** Works on synchronous files too. */
  static int awaitOwnEvent(IoFunction function, long file, long data, int size, CallMemory memory) {
    long event = Kernel32Library.CreateEventW(0, 1, 0, 0);
    if (event == 0) {
      throw RealKernel32.failed("CreateEventW");
    }
    try {
      long overlapped = memory.overlapped(event);
      if (function.call(file, data, size, 0, overlapped) == 0) {
        int error = Native.getLastError();
        if (error != Win32Error.ERROR_IO_PENDING && error != Win32Error.ERROR_MORE_DATA) {
          return error;
        }
      }
      int error = Win32Error.ERROR_SUCCESS;
      if (Kernel32Library.GetOverlappedResult(file, overlapped, memory.words(), 1) == 0) {
        error = Native.getLastError();
      }
      // Only if the wait failed: the operation must not go on in memory that is used again.
      while (memory.overlappedStatus() == STATUS_PENDING) {
        Kernel32Library.CancelIoEx(file, overlapped);
        Thread.onSpinWait();
      }
      return error;
    } finally {
      Kernel32Library.CloseHandle(event);
    }
  }
}
