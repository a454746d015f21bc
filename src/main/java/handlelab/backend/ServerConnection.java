package handlelab.backend;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;

/**
 * One connection of the server. It begins with a greeting and gets its role by that. Used by the
 * loop's thread.
 */
final class ServerConnection {
  final SocketChannel channel;
  private final ServerLoop loop;
  private SelectionKey key;
  private Role role;
  private boolean isClosed;

  /** Whether it stands in the loop's list of those to be tried again. */
  boolean isChanged;

  /** When the loop looks whether its time has come; null where it does not. */
  ServerLoop.Alarm alarm;

  /** The span of time in which it was last counted as at work. */
  int span;

  ServerConnection(SocketChannel channel, ServerLoop loop) {
    this.channel = channel;
    this.loop = loop;
  }

  void begin(SelectionKey newKey, Role greeting) {
    key = newKey;
    become(greeting);
  }

  /** From now on it is for something else. */
  void become(Role newRole) {
    role = newRole;
    loop.setAlarm(this, role.remainingNanos());
  }

  boolean isClosed() {
    return isClosed;
  }

  /** The selector has found it ready. */
  void attend() {
    perform(key.isWritable() ? role::write : role::read);
  }

  /** Attends to what has come without a word of the selector; whether anything had. */
  boolean poll() {
    if (isClosed || role.isWriting()) {
      return false;
    }
    perform(role::read);
    return role.hasRead();
  }

  /** What a call on it waits for may have happened. */
  void changed() {
    loop.retryLater(this);
  }

  void retry() {
    isChanged = false;
    if (!isClosed) {
      perform(role::retry);
    }
  }

  /** The time that an alarm was set for has come. */
  void alarm() {
    long remaining = role.remainingNanos();
    if (remaining <= 0) {
      retry();
    } else {
      loop.setAlarm(this, remaining);
    }
  }

  /** What goes wrong with one connection must not end the others. */
  private void perform(BooleanSupplier step) {
    boolean goesOn = false;
    try {
      goesOn = step.getAsBoolean();
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      loop.log.line("a connection is closed, because of a fault of the server: " + e);
    } finally {
      loop.serving = null;
    }
    if (!goesOn) {
      close();
    }
    if (!isClosed) {
      settle();
    }
  }

  private void settle() {
    int wanted = role.isWriting() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
    long remaining = role.remainingNanos();
    if (remaining != Role.FOR_EVER) {
      loop.setAlarm(this, remaining);
    }
  }

  /** Ends it. Closing twice is harmless. */
  void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing more can be done for it.
    }
    loop.closed(this);
    role.end();
  }
}
