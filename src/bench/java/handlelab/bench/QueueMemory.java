package handlelab.bench;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.sim.SimulatedKernel;
import java.nio.ByteBuffer;

/** How much memory a message takes that waits in a simulated mailslot, beside its content. */
final class QueueMemory {
  private static final String SLOT = "\\\\.\\mailslot\\bench-queue";
  private static final int BYTES = 64;

  private QueueMemory() {}

  /**
   * @param arguments how many messages wait
   */
  public static void main(String[] arguments) {
    int messages = Integer.parseInt(arguments[0]);
    try (SimulatedKernel kernel = SimulatedKernel.boot()) {
      Kernel32 kernel32 = kernel.startProcess("queue.exe");
      Handle slot = kernel32.createMailslot(SLOT, 0, 0, null);
      Handle client =
          kernel32.createFile(
              SLOT, Win32.GENERIC_WRITE, Win32.FILE_SHARE_READ, null, Win32.OPEN_EXISTING, 0, null);
      ByteBuffer message = ByteBuffer.allocate(BYTES);
      long before = usedBytes();
      for (int i = 0; i < messages; i++) {
        kernel32.writeFile(client, message.clear());
      }
      double each = (double) (usedBytes() - before) / messages;
      Timing.print("queue-bytes-" + messages, each - BYTES);
      if (kernel32.getMailslotInfo(slot).messageCount() != messages) {
        throw new AssertionError("not all of them wait");
      }
    }
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
