package handlelab.sim;

import handlelab.api.Win32Error;
import handlelab.sim.ReferenceModel.Proc;
import handlelab.sim.Thing.Event;
import handlelab.sim.Thing.OfFile;
import handlelab.sim.Thing.OfThread;
import java.util.function.Consumer;

/** An operation on a file of the reference model, which may not be done at once. */
final class Operation {
  static final int ABORTED = Win32Error.ERROR_OPERATION_ABORTED;

  /**
   * Who starts one.
   *
   * @param thread whose end cancels it; null for a call without an {@code OVERLAPPED}
   * @param event set when it is done, or null
   */
  record Starter(Proc process, OfThread thread, Event event) {}

  final Starter starter;
  final OfFile file;
  private final Consumer<Operation> withdrawal;

  /** For a read, the most that it takes. */
  final int maxBytes;

  int error = Win32Error.ERROR_IO_PENDING;
  int moved;

  /** What was read. */
  String data = "";

  Operation(Starter starter, OfFile file, int maxBytes, Consumer<Operation> withdrawal) {
    this.starter = starter;
    this.file = file;
    this.maxBytes = maxBytes;
    this.withdrawal = withdrawal;
  }

  boolean isDone() {
    return error != Win32Error.ERROR_IO_PENDING;
  }

  boolean hasFailed() {
    return error != 0 && error != Win32Error.ERROR_MORE_DATA;
  }

  /** It waits from now on, if it is not done already. */
  Operation beginIfNotDone() {
    if (!isDone()) {
      starter.process.operations.add(this);
      file.setSignalled(false);
      if (starter.thread != null) {
        starter.thread.operations.add(this);
      }
    }
    return this;
  }

  void end(int newError, int newMoved) {
    error = newError;
    moved = newMoved;
    boolean hasWaited = starter.process.operations.remove(this);
    if (starter.thread != null) {
      starter.thread.operations.remove(this);
    }
    if (hasWaited || !hasFailed()) {
      tell();
    }
  }

  private void tell() {
    if (starter.event != null) {
      starter.event.set();
    }
    file.setSignalled(starter.event == null || !file.isAsynchronous);
  }

  void cancel(int newError) {
    if (!isDone()) {
      withdrawal.accept(this);
      end(newError, 0);
    }
  }
}
