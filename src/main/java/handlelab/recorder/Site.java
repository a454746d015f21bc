package handlelab.recorder;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A function and the stack on which a program calls it, and how often. Any thread may call. */
final class Site {
  final int number;
  final String function;
  final String type;
  final CallStack stack;
  final AtomicLong opened = new AtomicLong();
  final AtomicLong closed = new AtomicLong();

  /** Where a handle of this site was closed first. */
  final AtomicReference<CallStack> closer = new AtomicReference<>();

  /** Null until it is asked for, which costs more than all else here. */
  private volatile String signature;

  private volatile long firstMillis;
  private volatile long lastMillis;

  Site(int number, String function, String type, CallStack stack) {
    this.number = number;
    this.function = function;
    this.type = type;
    this.stack = stack;
  }

  void opened(long millis) {
    opened.incrementAndGet();
    if (firstMillis == 0) {
      firstMillis = millis;
    }
    lastMillis = millis;
  }

  Recording.Site recorded() {
    if (signature == null) {
      signature = stack.signature(function + " " + type);
    }
    return new Recording.Site(
        number,
        signature,
        function,
        type,
        stack,
        closer.get(),
        opened.get(),
        closed.get(),
        firstMillis,
        lastMillis);
  }
}
