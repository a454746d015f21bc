package handlelab.sim;

import handlelab.api.Handle;
import java.nio.ByteBuffer;

/**
 * Makes the calls that wait as a host does that keeps no thread for them: tries, and tries again
 * when the kernel says that something has changed. Only then is the calling task woken.
 */
final class ParkedCalls {
  private final HostedThread thread;
  private final SimulatedKernel kernel;
  private final WaitQueue changes;

  ParkedCalls(HostedProcess host, Scheduler scheduler) {
    thread = host.newThread();
    kernel = host.process().kernel;
    changes = scheduler.newQueue(kernel.lock);
  }

  /** As {@code readFile}. */
  int read(Handle file, ByteBuffer target) {
    HostedCall call = thread.read(file, target.remaining(), changes::wakeAll);
    finish(call);
    target.put(call.message());
    return call.message().length;
  }

  int waitForSingleObject(Handle handle, int timeoutMillis) {
    HostedCall call = thread.waitForSingleObject(handle, timeoutMillis, changes::wakeAll);
    finish(call);
    return call.value();
  }

  private void finish(HostedCall call) {
    kernel.lock.lock();
    try {
      while (!call.attempt()) {
        changes.await(call.remainingNanos());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      kernel.lock.unlock();
    }
  }
}
