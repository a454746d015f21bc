package handlelab.recorder;

/** The arguments of one native call, whatever Java types the program passes them as. */
public interface CallArguments {
  /**
   * {@return whether an argument is a null pointer or 0}
   *
   * @param index the argument's position, from 0
   */
  boolean isNull(int index);

  /**
   * {@return an argument as a number: an integer, a handle value or an address; 0 for null}
   *
   * @param index the argument's position
   */
  long value(int index);

  /**
   * {@return 64 bits of the memory that an argument points to; 0 for null}
   *
   * @param index the argument's position
   * @param offset in bytes
   */
  long word(int index, int offset);

  /**
   * {@return 32 bits of the memory that an argument points to; 0 for null}
   *
   * @param index the argument's position
   * @param offset in bytes
   */
  int int32(int index, int offset);

  /**
   * {@return an argument as text; null if it is null or no text}
   *
   * @param index the argument's position
   */
  String text(int index);
}
