/**
 * The simulated kernel: processes, their handle tables, and the kernel objects, as Windows has
 * them.
 *
 * <p>The doors are {@link handlelab.sim.SimulatedKernel}, {@link handlelab.sim.Program} for code
 * that runs in this JVM, and {@link handlelab.sim.HostedProcess} for code that runs elsewhere.
 * There is no JNA here, no socket, no file, and no clock but the injected {@code Timing}.
 *
 * <p>Locks: one lock for each kernel, {@code SimulatedKernel.lock}. It guards everything that
 * changes: tables, usage counts, names, queues, process states. Each call takes it once or a few
 * times, never while it runs foreign code. A call blocks in one place only, {@code Wait}, which
 * releases the lock; the thread that signals an object decides there which waits end. Look-ups in a
 * handle table take no lock (see {@code HandleTable}).
 *
 * <p>The way of a call: {@code ProcessKernel32} checks its parameters, finds objects by (handle
 * value, type, access) in the process's own table, and works on them.
 *
 * <p>What Windows does stands call by call in the Javadoc with its evidence: {@code Documented:},
 * {@code Tested:}, {@code Observed:} or {@code Assumed:}.
 */
package handlelab.sim;
