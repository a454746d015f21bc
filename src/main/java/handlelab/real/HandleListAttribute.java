package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import handlelab.api.Handle;
import handlelab.api.Win32Exception;
import java.util.List;

/**
 * A {@code PROC_THREAD_ATTRIBUTE_LIST} with one attribute, the {@code
 * PROC_THREAD_ATTRIBUTE_HANDLE_LIST}: the only handles that a child inherits.
 *
 * <p>Windows keeps the pointer to the handles, so their memory lives as long as the list.
 */
final class HandleListAttribute implements AutoCloseable {
  private static final long PROC_THREAD_ATTRIBUTE_HANDLE_LIST = 0x0002_0002;

  private final Memory handles;
  private final Memory list;

  /**
   * Makes the list.
   *
   * @throws Win32Exception what {@code UpdateProcThreadAttribute} says, such as {@code
   *     ERROR_BAD_LENGTH} for an empty list on Windows
   */
  HandleListAttribute(List<Handle> inheritOnly) {
    // No Memory has size 0; what counts is the size that is passed to Windows.
    handles = new Memory(Math.max(Long.BYTES, (long) Long.BYTES * inheritOnly.size()));
    for (int i = 0; i < inheritOnly.size(); i++) {
      handles.setLong((long) Long.BYTES * i, inheritOnly.get(i).value());
    }
    list = initializedList();
    if (Kernel32Library.UpdateProcThreadAttribute(
            address(),
            0,
            PROC_THREAD_ATTRIBUTE_HANDLE_LIST,
            Pointer.nativeValue(handles),
            (long) Long.BYTES * inheritOnly.size(),
            0,
            0)
        == 0) {
      Win32Exception failure = RealKernel32.failed("UpdateProcThreadAttribute");
      close();
      throw failure;
    }
  }

  private static Memory initializedList() {
    try (Memory size = new Memory(Long.BYTES)) {
      size.setLong(0, 0);
      // Without a list it fails with ERROR_INSUFFICIENT_BUFFER and returns the size.
      Kernel32Library.InitializeProcThreadAttributeList(0, 1, 0, Pointer.nativeValue(size));
      Memory list = new Memory(size.getLong(0));
      if (Kernel32Library.InitializeProcThreadAttributeList(
              Pointer.nativeValue(list), 1, 0, Pointer.nativeValue(size))
          == 0) {
        Win32Exception failure = RealKernel32.failed("InitializeProcThreadAttributeList");
        list.close();
        throw failure;
      }
      return list;
    }
  }

  long address() {
    return Pointer.nativeValue(list);
  }

  @Override
  public void close() {
    Kernel32Library.DeleteProcThreadAttributeList(address());
    list.close();
    handles.close();
  }
}
