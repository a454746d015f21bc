package handlelab.backend;

import handlelab.api.Handle;
import handlelab.sim.HostedCall;
import handlelab.sim.HostedThread;
import handlelab.wire.PendingCall;
import handlelab.wire.WaitingCalls;
import java.nio.ByteBuffer;

/** The waiting calls of one thread of the shared kernel, and the one that is under way. */
final class HostedCalls implements WaitingCalls, PendingCall {
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
    call = thread.read(file, maxBytes, onChange);
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
    return call.attempt();
  }

  @Override
  public ByteBuffer message() {
    return isRead ? ByteBuffer.wrap(call.message()) : null;
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
    // A connection that makes no further call is not to keep a large message for ever.
    call = null;
  }
}
