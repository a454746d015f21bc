package handlelab.faults;

/**
 * Where a conversation breaks: as soon as {@code bytes} have passed in one direction.
 *
 * @param bytes of all of the process's connections together, in the order in which they passed
 * @param order a seed for the order in which the sockets of a killed process close
 */
record Cut(What what, Direction direction, long bytes, long order) {
  /** What breaks. */
  enum What {
    /** All connections of the process, as the system closes them when it is killed. */
    PROCESS,
    /** The one connection on which the byte passed. */
    CONNECTION,
    /** The server, killed. */
    SERVER
  }

  /** From the client or to it. */
  enum Direction {
    UP,
    DOWN
  }

  @Override
  public String toString() {
    return what
        + " after byte "
        + bytes
        + (direction == Direction.UP ? " to" : " from")
        + " the server";
  }
}
