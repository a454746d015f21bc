package handlelab.jna;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A call that the simulated kernel answers: reads its arguments and writes its results. It leaves
 * the last error where JNA looks for it; each thread has its own.
 */
final class SimulatedCall extends NativeCall {
  /** The function's mapping wants an exception if there is a last error after the call. */
  private static final int THROW_LAST_ERROR = 0x40;

  /** Where SECURITY_ATTRIBUTES has bInheritHandle. */
  private static final int INHERIT_HANDLE = 16;

  /** More than any function takes. */
  private static final int HANDLES_READ = 1_000;

  private final Jna jna;
  private final SimulatedLibrary.Entry entry;
  private final int flags;
  private final JnaArguments arguments;
  private Integer error;

  SimulatedCall(Jna jna, SimulatedLibrary.Entry entry, int flags, Object[] arguments) {
    this(jna, entry, flags, new JnaArguments(jna, arguments));
  }

  private SimulatedCall(Jna jna, SimulatedLibrary.Entry entry, int flags, JnaArguments arguments) {
    super(entry.name(), arguments);
    this.jna = jna;
    this.entry = entry;
    this.flags = flags;
    this.arguments = arguments;
  }

  @Override
  long answer() throws Throwable {
    long result;
    try {
      result = answerUninterrupted();
    } catch (Win32Exception e) {
      error = e.errorCode();
      result = entry.failure();
    } finally {
      arguments.copyBack();
    }
    if (error != null) {
      jna.setLastError(error);
      if ((flags & THROW_LAST_ERROR) != 0 && error != Win32Error.ERROR_SUCCESS) {
        throw jna.lastErrorException(error);
      }
    }
    return result;
  }

  /** Answers; Windows knows no interrupts of Java, so a call that waits is made again. */
  private long answerUninterrupted() throws Throwable {
    boolean isInterrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return entry.body().answer(this);
        } catch (Win32Exception e) {
          boolean isCausedByInterrupt =
              e.errorCode() == Win32Error.ERROR_OPERATION_ABORTED && Thread.interrupted();
          isInterrupted |= isCausedByInterrupt;
          if (!isCausedByInterrupt || entry.name().equals("WriteFile")) {
            throw e;
          }
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  int lastError() throws Throwable {
    return error != null ? error : jna.lastError();
  }

  /** Sets the last error of a call that returns without exception; others leave it as it was. */
  void setError(int newError) {
    error = newError;
  }

  Jna jna() {
    return jna;
  }

  /** The kernel that answers. */
  Kernel32 kernel32() {
    return SimulatedKernel32.kernel32();
  }

  /** What JNA passes, for those who must keep it from being freed. */
  Object[] javaArguments() {
    return arguments.all();
  }

  /** Whether an argument is null; also if there is none of a negative index. */
  boolean isNull(int index) {
    return index < 0 || arguments.isNull(index);
  }

  Handle handle(int index) {
    return new Handle(arguments.value(index));
  }

  int number(int index) {
    return (int) arguments.value(index);
  }

  boolean flag(int index) {
    return number(index) != 0;
  }

  /** The text of an argument, or null. */
  String text(int index) throws Throwable {
    return text().read(index);
  }

  /** Reads and writes text as the called variant of the function, A or W, has it. */
  NativeText text() {
    return new NativeText(jna, arguments, entry.isWide());
  }

  /** The memory that an argument points to. */
  ByteBuffer memory(int index, int bytes) {
    return arguments.memory(index, Math.max(bytes, 0));
  }

  /** A SECURITY_ATTRIBUTES, or null. */
  SecurityAttributes attributes(int index) {
    return isNull(index)
        ? null
        : new SecurityAttributes(
            memory(index, INHERIT_HANDLE + Integer.BYTES).getInt(INHERIT_HANDLE) != 0);
  }

  /** Handles in an array; not many more than a function may take. */
  List<Handle> handles(int index, int count) {
    int read = Integer.compareUnsigned(count, HANDLES_READ) < 0 ? count : HANDLES_READ;
    ByteBuffer memory = memory(index, read * Long.BYTES);
    List<Handle> handles = new ArrayList<>();
    while (memory.remaining() >= Long.BYTES) {
      handles.add(new Handle(memory.getLong()));
    }
    return handles;
  }

  /** Writes a handle, or another value of 64 bits; nothing if the argument is null. */
  void putLong(int index, long value) {
    if (!isNull(index)) {
      memory(index, Long.BYTES).putLong(value);
    }
  }

  /** Writes a DWORD; nothing if the argument is null. */
  void putInt(int index, int value) {
    if (!isNull(index)) {
      memory(index, Integer.BYTES).putInt(value);
    }
  }
}
