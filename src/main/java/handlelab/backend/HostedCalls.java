package handlelab.backend;

import handlelab.api.Handle;
import handlelab.sim.HostedCall;
import handlelab.sim.HostedProcess;
import handlelab.sim.HostedThread;
import handlelab.wire.PendingCall;
import handlelab.wire.WaitingCalls;
import java.nio.ByteBuffer;

/**
 * The waiting calls of one thread of the shared kernel, and the one that is under way.
 *
 * <p>A small message is read into a buffer that all threads share, a large one is the array that
 * its writer filled.
 */
final class HostedCalls implements WaitingCalls, PendingCall {
  /** Filled by the last attempt of a call, and sent before the next one. */
  private static final ByteBuffer SMALL = ByteBuffer.allocate(HostedProcess.SMALL_MESSAGE_BYTES);

  private final ServerProcess process;
  private final HostedThread thread;
  private final Runnable onChange;
  private HostedCall call;
  private boolean isRead;

  HostedCalls(ServerProcess process, HostedThread thread, Runnable onChange) {
    this.process = process;
    this.thread = thread;
    this.onChange = onChange;
  }

  @Override
  public PendingCall read(Handle file, int maxBytes) {
    call = thread.read(file, SMALL, maxBytes, onChange);
    isRead = true;
    return this;
  }

  @Override
  public PendingCall waitForSingleObject(Handle handle, int timeoutMillis) {
    call = thread.waitForSingleObject(handle, timeoutMillis, onChange);
    isRead = false;
    return this;
  }

  @Override
  public PendingCall awaitResume(int processId) {
    call = thread.awaitResume(process.child(processId).kernelSide, onChange);
    isRead = false;
    return this;
  }

  @Override
  public boolean attempt() {
    SMALL.clear();
    return call.attempt();
  }

  @Override
  public ByteBuffer message() {
    if (!isRead) {
      return null;
    }
    byte[] large = call.largeMessage();
    return large == null ? SMALL.flip() : ByteBuffer.wrap(large);
  }

  @Override
  public int value() {
    return call.value();
  }

  @Override
  public long remainingNanos() {
    return call.remainingNanos();
  }

  @Override
  public void cancel() {
    call.cancel();
  }

  @Override
  public void abandon() {
    call.abandon();
  }

  @Override
  public void release() {
    if (isRead && call.largeMessage() != null) {
      call.release();
    }
    // A connection that makes no further call is not to keep a large message for ever.
    call = null;
  }
}
