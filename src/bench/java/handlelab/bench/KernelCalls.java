package handlelab.bench;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.nio.ByteBuffer;

/**
 * What a call costs through {@link Kernel32}: on the real kernel, or on the simulated one that JVMs
 * share.
 */
final class KernelCalls {
  private static final String SLOT = "\\\\.\\mailslot\\bench-ours";

  private final Kernel32 kernel32;
  private final Handle slot;
  private final Handle client;

  private KernelCalls(Kernel32 kernel32) {
    this.kernel32 = kernel32;
    this.slot = kernel32.createMailslot(SLOT, 0, 0, null);
    this.client =
        kernel32.createFile(
            SLOT, Win32.GENERIC_WRITE, Win32.FILE_SHARE_READ, null, Win32.OPEN_EXISTING, 0, null);
  }

  /**
   * @param arguments {@code real} or {@code simulated}, then operations: {@code info}, {@code
   *     duplicate}, {@code create}, {@code heap-BYTES} and {@code direct-BYTES} for a message
   */
  public static void main(String[] arguments) throws Exception {
    BackendKind kind = arguments[0].equals("real") ? BackendKind.REAL : BackendKind.SIMULATED;
    try (Backend backend = Backends.open(kind)) {
      if (kind == BackendKind.REAL) {
        System.out.println(
            "# " + backend.description() + ", Java " + System.getProperty("java.version"));
      }
      long warmUp =
          kind == BackendKind.REAL ? Timing.WARM_UP_NANOS : Timing.WARM_UP_WITH_SERVER_NANOS;
      KernelCalls calls = new KernelCalls(backend.kernel32());
      for (int i = 1; i < arguments.length; i++) {
        Timing.measure(arguments[i], calls.loop(arguments[i]), warmUp);
      }
    }
  }

  private Timing.Loop loop(String operation) {
    return switch (operation) {
      case "info" -> this::info;
      case "duplicate" -> this::duplicate;
      case "create" -> this::create;
      default -> message(operation);
    };
  }

  private void info(int times) {
    for (int i = 0; i < times; i++) {
      kernel32.getHandleInformation(slot);
    }
  }

  private void duplicate(int times) {
    Handle self = kernel32.getCurrentProcess();
    for (int i = 0; i < times; i++) {
      kernel32.closeHandle(
          kernel32.duplicateHandle(self, slot, self, 0, false, Win32.DUPLICATE_SAME_ACCESS));
    }
  }

  private void create(int times) {
    for (int i = 0; i < times; i++) {
      kernel32.closeHandle(kernel32.createMailslot(SLOT + "-create", 0, 0, null));
    }
  }

  /** The buffer for reading is as long as the message. */
  private Timing.Loop message(String operation) {
    int bytes = Integer.parseInt(operation.substring(operation.indexOf('-') + 1));
    boolean direct = operation.startsWith("direct-");
    ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    return times -> {
      for (int i = 0; i < times; i++) {
        kernel32.writeFile(client, buffer.clear());
        if (kernel32.readFile(slot, buffer.clear()) != bytes) {
          throw new AssertionError("not the message that was written");
        }
      }
    };
  }
}
