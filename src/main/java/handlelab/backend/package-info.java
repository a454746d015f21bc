/**
 * Which kernel answers, and how it is reached: the only room that asks which system this is.
 *
 * <p>The doors are {@link handlelab.backend.Backends} and {@link handlelab.backend.Backend}; {@code
 * mail}, {@code cli} and users call them. REAL is a look at {@code handlelab.real}; nothing of it
 * is loaded for SIMULATED.
 *
 * <p>SIMULATED is one server for each user ({@code SimulatedKernelServer}), which the first JVM
 * that needs it starts ({@code ServerStart}) and which ends two seconds after its last process. It
 * lives in the {@code RuntimeFolder}; a {@code PathLock} keeps starts and ends apart.
 *
 * <p>A client JVM ({@code ClientProcess}) has a life line, with which its simulated process begins
 * and ends, and one connection for each Java thread that makes calls. At the server ({@code
 * ServerLoop}) one thread accepts connections and watches all life lines; each thread's connection
 * has a {@code ConnectionThread}, which stands for the client's thread in the kernel and waits
 * where that waits. A {@code ServerProcess} is what the server knows of a process.
 *
 * <p>A child is made in three steps: the kernel makes its process and table, its creator starts the
 * host's process ({@code ChildStart}), and the child's JVM claims its place with a one-time token.
 *
 * <p>Locks: {@code SharedBackend.class} for what a JVM has opened; each {@code ClientProcess},
 * {@code ServerProcess} and {@code ServerProcesses} for its own maps. No two are held at once, but
 * for {@code SharedBackend.class} around the start of a process; the kernel is never called with
 * one held, since it calls back when a process ends.
 */
package handlelab.backend;
