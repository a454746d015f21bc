/**
 * The contract: kernel32 as one process sees it, handle tables as a watcher sees them, and the
 * constants of both.
 *
 * <p>Every package may use this one; it uses the JDK only. Two kernels implement it: the real
 * kernel32 of Windows and the simulated one. Its records are immutable, its interfaces may be
 * called from any thread.
 */
package handlelab.api;
