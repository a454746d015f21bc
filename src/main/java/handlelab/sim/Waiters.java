package handlelab.sim;

import java.util.ArrayList;
import java.util.List;

/**
 * Who waits for one thing to happen: threads of this JVM, and calls for which a host keeps no
 * thread. Guarded by the kernel's lock.
 */
final class Waiters {
  private final SimulatedKernel kernel;

  /** Made with the first thread that waits; most things are never waited for. */
  private WaitQueue threads;

  private List<WaitingCall> parked = List.of();

  Waiters(SimulatedKernel kernel) {
    this.kernel = kernel;
  }

  /** As {@link WaitQueue#await}. */
  void await(long nanos) throws InterruptedException {
    if (threads == null) {
      threads = kernel.timing.newQueue(kernel.lock);
    }
    threads.await(nanos);
  }

  void park(WaitingCall call) {
    if (parked.isEmpty()) {
      parked = new ArrayList<>(1);
    }
    parked.add(call);
  }

  void unpark(WaitingCall call) {
    parked.remove(call);
  }

  /** Has all look whether it has happened; parked calls in the order in which they came. */
  void wakeAll() {
    if (threads != null) {
      threads.wakeAll();
    }
    for (WaitingCall call : parked) {
      call.changed();
    }
  }
}
