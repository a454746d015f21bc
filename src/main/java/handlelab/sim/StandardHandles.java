package handlelab.sim;

import handlelab.api.Handle;
import handlelab.api.Win32;

/**
 * The three standard handles of one process: values that may name a row of its table, or none.
 * Guarded by the kernel's lock.
 */
final class StandardHandles {
  static final int COUNT = 3;

  private final Handle[] handles = {Handle.NULL, Handle.NULL, Handle.NULL};

  /** Where {@code STD_INPUT_HANDLE} and its two neighbours stand; -1 for any other number. */
  static int indexOf(int stdHandle) {
    int index = Win32.STD_INPUT_HANDLE - stdHandle;
    return index >= 0 && index < COUNT ? index : -1;
  }

  Handle get(int index) {
    return handles[index];
  }

  void set(int index, Handle handle) {
    handles[index] = handle;
  }
}
