package handlelab.sim;

import static handlelab.api.Win32.DUPLICATE_CLOSE_SOURCE;
import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;
import static handlelab.api.Win32.DUPLICATE_SAME_ATTRIBUTES;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/** One call of {@code DuplicateHandle}; runs with the kernel's lock held. */
final class Duplication {
  private static final String FUNCTION = "DuplicateHandle";

  private final ProcessKernel32 caller;
  private final int desiredAccess;
  private final boolean inheritHandle;
  private final int options;

  Duplication(ProcessKernel32 caller, int desiredAccess, boolean inheritHandle, int options) {
    this.caller = caller;
    this.desiredAccess = desiredAccess;
    this.inheritHandle = inheritHandle;
    this.options = options;
  }

  /**
   * @throws Win32Exception ERROR_INVALID_HANDLE for a process or source handle that is none;
   *     ERROR_ACCESS_DENIED for a process handle without PROCESS_DUP_HANDLE, a process that has
   *     exited, or more access than may be had; ERROR_INVALID_PARAMETER for a target process of
   *     NULL if the source is not only to be closed. Documented: with DUPLICATE_CLOSE_SOURCE the
   *     source is closed regardless of the error
   */
  Handle perform(Handle sourceProcess, Handle source, Handle targetProcess) {
    boolean isSameAccess = (options & DUPLICATE_SAME_ACCESS) != 0;
    if (!isSameAccess && KernelObject.isInvalidAccess(desiredAccess)) {
      throw failed(Win32Error.ERROR_ACCESS_DENIED);
    }
    ProcessObject from = process(sourceProcess);
    if (from.isGone) {
      throw failed(Win32Error.ERROR_ACCESS_DENIED);
    }
    if (targetProcess.equals(Handle.NULL) && (options & DUPLICATE_CLOSE_SOURCE) == 0) {
      throw failed(Win32Error.ERROR_INVALID_PARAMETER);
    }
    Row row = sourceRow(from, source);
    boolean closesSource = (options & DUPLICATE_CLOSE_SOURCE) != 0;
    Row closed = null;
    try {
      ProcessObject to;
      int access;
      try {
        to = targetProcess.equals(Handle.NULL) ? null : target(targetProcess);
        access =
            isSameAccess
                ? row.access()
                : row.object().accessOfDuplicate(row.access(), desiredAccess);
      } finally {
        closed = closesSource ? removeSource(from, source) : null;
      }
      return to == null
          ? Handle.NULL
          : caller.kernel().addRow(to.table, row.with(access, flags(row)), FUNCTION);
    } finally {
      // Only now, so that the object lives although its only row may be the one that was closed.
      if (closed != null) {
        caller.kernel().release(closed);
      }
    }
  }

  /** A process that takes part; PROCESS_DUP_HANDLE is asked for also where it has exited. */
  private ProcessObject process(Handle handle) {
    return (ProcessObject)
        caller.row(FUNCTION, handle, ProcessObject.class, Win32.PROCESS_DUP_HANDLE).object();
  }

  private ProcessObject target(Handle handle) {
    ProcessObject to = process(handle);
    if (to.isGone) {
      throw failed(Win32Error.ERROR_ACCESS_DENIED);
    }
    return to;
  }

  /**
   * Documented (process security and access rights): -1 of another process means that process, with
   * all access. Assumed: -2 means the calling thread whatever the process.
   */
  private Row sourceRow(ProcessObject from, Handle source) {
    if (source.equals(Handle.CURRENT_PROCESS)) {
      return new Row(from, Win32.PROCESS_ALL_ACCESS, 0);
    }
    if (source.equals(Handle.CURRENT_THREAD)) {
      return new Row(caller.currentThread(), Win32.THREAD_ALL_ACCESS, 0);
    }
    Row row = from.table.get(source.value());
    if (row == null) {
      throw failed(Win32Error.ERROR_INVALID_HANDLE);
    }
    return row;
  }

  /**
   * Removes and returns the source's row, or returns null: a pseudo handle has none. Tested: a
   * protected source stays, without an error.
   */
  private static Row removeSource(ProcessObject from, Handle source) {
    Row row = from.table.get(source.value());
    return row == null || row.isProtected() ? null : from.table.remove(source.value());
  }

  /**
   * Tested: both flags with DUPLICATE_SAME_ATTRIBUTES, whatever bInheritHandle says; else the
   * inherit flag as asked.
   */
  private int flags(Row source) {
    if ((options & DUPLICATE_SAME_ATTRIBUTES) != 0) {
      return source.flags();
    }
    return inheritHandle ? Win32.HANDLE_FLAG_INHERIT : 0;
  }

  private static Win32Exception failed(int errorCode) {
    return new Win32Exception(FUNCTION, errorCode);
  }
}
