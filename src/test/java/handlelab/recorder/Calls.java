package handlelab.recorder;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Makes calls of native functions that a recorder is told of; no kernel answers them. */
public final class Calls {
  private static final int ERROR_INVALID_HANDLE = 6;

  private final Recorder recorder;

  /** Calls that this recorder sees. */
  public Calls(Recorder recorder) {
    this.recorder = recorder;
  }

  /** Makes a call. An argument is a number, a text, or bytes that it points to. */
  public void call(String function, long result, int lastError, Object... arguments) {
    recorder.end(recorder.begin(function, new Arguments(arguments)), result, lastError);
  }

  /** Creates an event. */
  public void createEvent(long value) {
    call("CreateEventW", value, 0, 0L, 0L, 0L, null);
  }

  /** Creates an event that children inherit. */
  public void createInheritableEvent(long value) {
    call("CreateEventW", value, 0, memory(24).putInt(16, 1), 0, 0, null);
  }

  /** Creates process 77, with the handles 0x80 and 0x84. */
  public void createProcess(String commandLine, int inherit, int flags, ByteBuffer startup) {
    ByteBuffer information = words(0x80, 0x84, 77);
    call(
        "CreateProcessW",
        1,
        0,
        null,
        commandLine,
        0L,
        0L,
        inherit,
        flags,
        0L,
        null,
        startup,
        information);
  }

  /** Closes a handle that is open. */
  public void close(long value) {
    call("CloseHandle", 1, 0, value);
  }

  /** Closes a handle that is not open. */
  public void closeInVain(long value) {
    call("CloseHandle", 0, ERROR_INVALID_HANDLE, value);
  }

  /** Has the JDK open a file or socket, as {@code PrintWriter.flush} seems to do. */
  public void openByJdk(String type, long descriptor, String name) {
    Writer opener =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) {}

          @Override
          public void flush() {
            recorder.openedByJdk(type, null, descriptor, name);
          }

          @Override
          public void close() {}
        };
    new PrintWriter(opener).flush();
  }

  /** Memory with some values of 64 bits. */
  public static ByteBuffer words(long... values) {
    ByteBuffer memory = memory(values.length * Long.BYTES);
    Arrays.stream(values).forEach(memory::putLong);
    return memory;
  }

  /** Memory that is 0. */
  public static ByteBuffer memory(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }

  @SuppressWarnings("ArrayRecordComponent") // for this test only
  private record Arguments(Object... values) implements CallArguments {
    @Override
    public boolean isNull(int index) {
      return value(index) == 0;
    }

    @Override
    public long value(int index) {
      return values[index] instanceof Number number
          ? number.longValue()
          : values[index] == null ? 0 : 0x1_0000;
    }

    @Override
    public ByteBuffer memory(int index, int bytes) {
      ByteBuffer memory =
          values[index] instanceof String text
              ? ByteBuffer.wrap((text + '\0').getBytes(StandardCharsets.UTF_16LE))
              : ((ByteBuffer) values[index]).duplicate().clear();
      return memory.order(ByteOrder.nativeOrder());
    }
  }
}
