package handlelab.bench;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.PipeHandles;
import handlelab.api.Win32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.sim.SimulatedKernel;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a call costs through {@link Kernel32}: on the real kernel, on the simulated one that JVMs
 * share, or on one in this JVM.
 */
final class KernelCalls {
  private static final String SLOT = "\\\\.\\mailslot\\bench-ours";

  private static final int MESSAGE_BYTES = 64;
  private static final int BLOCK_BYTES = 64 * 1024;

  private final Kernel32 kernel32;
  private final Handle slot;
  private final Handle client;
  private final PipeHandles pipe;
  private final ByteBuffer buffer = ByteBuffer.allocate(MESSAGE_BYTES);

  private KernelCalls(Kernel32 kernel32) {
    this.kernel32 = kernel32;
    this.slot = kernel32.createMailslot(SLOT, 0, 0, null);
    this.client =
        kernel32.createFile(
            SLOT, Win32.GENERIC_WRITE, Win32.FILE_SHARE_READ, null, Win32.OPEN_EXISTING, 0, null);
    this.pipe = kernel32.createPipe(null, BLOCK_BYTES);
  }

  /**
   * @param arguments {@code real}, {@code shared} or {@code in-jvm}, then operations: {@code info};
   *     {@code message} for one of 64 bytes, written and read; {@code stream} for a block of 64 KB
   *     that goes through a pipe to another thread
   */
  public static void main(String[] arguments) throws Exception {
    List<String> operations = List.of(arguments).subList(1, arguments.length);
    switch (arguments[0]) {
      case "real" -> measure(Backends.open(BackendKind.REAL), operations, Timing.WARM_UP_NANOS);
      case "shared" ->
          measure(
              Backends.open(BackendKind.SIMULATED), operations, Timing.WARM_UP_WITH_SERVER_NANOS);
      case "in-jvm" -> {
        try (SimulatedKernel kernel = SimulatedKernel.boot()) {
          measure(kernel.startProcess("bench.exe"), operations, Timing.WARM_UP_NANOS);
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void measure(Backend backend, List<String> operations, long warmUpNanos)
      throws Exception {
    try (backend) {
      measure(backend.kernel32(), operations, warmUpNanos);
    }
  }

  private static void measure(Kernel32 kernel32, List<String> operations, long warmUpNanos)
      throws Exception {
    KernelCalls calls = new KernelCalls(kernel32);
    for (String operation : operations) {
      Timing.measure(operation, calls.loop(operation), warmUpNanos);
    }
  }

  private Timing.Loop loop(String operation) {
    return switch (operation) {
      case "info" -> this::info;
      case "message" -> this::message;
      case "stream" -> this::stream;
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private void info(int times) {
    for (int i = 0; i < times; i++) {
      kernel32.getHandleInformation(slot);
    }
  }

  private void message(int times) {
    for (int i = 0; i < times; i++) {
      kernel32.writeFile(client, buffer.clear());
      if (kernel32.readFile(slot, buffer.clear()) != MESSAGE_BYTES) {
        throw new AssertionError("not the message that was written");
      }
    }
  }

  private void stream(int times) throws InterruptedException {
    Thread writer =
        new Thread(
            () -> {
              ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
              for (int i = 0; i < times; i++) {
                kernel32.writeFile(pipe.write(), block.clear());
              }
            });
    writer.start();
    ByteBuffer target = ByteBuffer.allocate(BLOCK_BYTES);
    for (long left = (long) times * BLOCK_BYTES; left > 0; ) {
      left -= kernel32.readFile(pipe.read(), target.clear());
    }
    writer.join();
  }
}
