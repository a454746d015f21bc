package handlelab.story;

/**
 * A row as it is shown.
 *
 * @param object the object's label: its address, or a letter if the kernel gives none
 * @param access the granted access in hexadecimal
 * @param rights the same in words
 * @param usageCount of the object, over all processes
 * @param counted whether that differs from the other side of the call
 */
record RowView(
    long value,
    String object,
    String type,
    String access,
    String rights,
    boolean inherit,
    boolean protect,
    int usageCount,
    Mark mark,
    boolean counted) {
  /** How a row differs from the other side of the call. */
  enum Mark {
    /** Not at all. */
    SAME,
    /** The call put it there. */
    NEW,
    /** The call took it away. */
    GONE,
    /** The call changed its access, its flags or its object. */
    CHANGED
  }
}
