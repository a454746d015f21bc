/**
 * The real kernel32 of Windows, through JNA. Results and errors are passed through unchanged.
 *
 * <p>This is the only package with {@code com.sun.jna} in it, and no native type leaves it. {@code
 * handlelab.backend} opens it by its door, {@link handlelab.real.RealKernel}; other packages use
 * the contract. Each method declares, calls, reads the last error in the next statement, and
 * translates: no retry, no workaround for one system. Handles and addresses are {@code long}, every
 * function is directly mapped and takes primitives only, so a call makes no object but the {@link
 * handlelab.api.Handle} that it returns.
 *
 * <p>Reading order: {@code Kernel32Library} (the declarations), {@code CallMemory} (a thread's
 * arguments), {@code RealKernel32}, {@code FileIo}, {@code RealOperation}, {@code ProcessCreation},
 * {@code RealHandleTables}, {@code TableLook}.
 *
 * <p>Locks: {@code RealKernel32} has none, each thread calls with its own memory. {@code
 * RealHandleTables} holds one lock for a whole look, because a look counts its own duplicates.
 */
package handlelab.real;
