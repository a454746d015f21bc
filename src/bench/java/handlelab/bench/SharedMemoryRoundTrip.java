package handlelab.bench;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The same round trip as {@link SocketRoundTrip} through a mapped file. Nobody sleeps: who waits
 * looks, and lets others have the processor now and then.
 */
final class SharedMemoryRoundTrip {
  private static final VarHandle NUMBER =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  /** Each on a cache line of its own. */
  private static final int REQUEST_NUMBER = 0;

  private static final int REPLY_NUMBER = 128;
  private static final int REQUEST = 256;
  private static final int REPLY = 384;
  private static final int FILE_BYTES = 4096;
  private static final int REQUEST_BYTES = 64;
  private static final int LOOKS = 100;
  private static final long END = -1;

  private SharedMemoryRoundTrip() {}

  /**
   * @param arguments none, or for the other JVM the file
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      answer(map(Path.of(arguments[0])));
      return;
    }
    Path file = Files.createTempFile("handlelab-bench", null);
    try {
      MappedByteBuffer memory = map(file);
      OtherJvm other = OtherJvm.start(SharedMemoryRoundTrip.class, List.of(file.toString()));
      other.expectLine("ready");
      ask(memory);
      NUMBER.setRelease(memory, REQUEST_NUMBER, END);
      other.waitFor();
    } finally {
      Files.delete(file);
    }
  }

  private static MappedByteBuffer map(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
      memory.order(ByteOrder.nativeOrder());
      return memory;
    }
  }

  private static void ask(MappedByteBuffer memory) throws Exception {
    byte[] request = new byte[REQUEST_BYTES];
    long[] number = new long[1];
    Timing.measure(
        "round-trip",
        times -> {
          for (int i = 0; i < times; i++) {
            memory.put(REQUEST, request);
            number[0]++;
            NUMBER.setRelease(memory, REQUEST_NUMBER, number[0]);
            await(memory, REPLY_NUMBER, number[0]);
            if (memory.getLong(REPLY) != number[0]) {
              throw new AssertionError("not the answer to this question");
            }
          }
        });
  }

  private static void answer(MappedByteBuffer memory) {
    System.out.println("ready");
    byte[] request = new byte[REQUEST_BYTES];
    for (long number = 1; await(memory, REQUEST_NUMBER, number); number++) {
      memory.get(REQUEST, request);
      memory.putLong(REPLY, number);
      NUMBER.setRelease(memory, REPLY_NUMBER, number);
    }
  }

  /** Whether the number came, and not the end. */
  private static boolean await(MappedByteBuffer memory, int place, long number) {
    for (int i = 0; ; i++) {
      long seen = (long) NUMBER.getAcquire(memory, place);
      if (seen == number || seen == END) {
        return seen == number;
      }
      if (i < LOOKS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }
}
