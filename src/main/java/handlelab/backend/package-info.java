/**
 * Which kernel answers, and how it is reached: the only room that asks which system this is.
 *
 * <p>The doors are {@link handlelab.backend.Backends} and {@link handlelab.backend.Backend}; {@code
 * mail}, {@code cli} and users call them. REAL is a look at {@code handlelab.real}; nothing of it
 * is loaded for SIMULATED.
 *
 * <p>SIMULATED is one server for each user ({@code SimulatedKernelServer}), which the first JVM
 * that needs it starts ({@code ServerStart}) and which ends two seconds after its last process. It
 * lives in the {@code RuntimeFolder}; a {@code PathLock} keeps starts and ends apart. A client
 * waits for it no longer than a {@code ServerTimeout}.
 *
 * <p>A client JVM ({@code ClientProcess}) has a {@code ControlConnection}, with which its simulated
 * process begins and ends, and one connection for each Java thread that makes calls. In the server
 * ({@code KernelServer}) each of them is a thread ({@code ClientConnection}), which makes the calls
 * itself; so a call that waits has its own thread wait. A {@code ServerProcess} is what the server
 * knows of a process, and the {@code ProcessRegistry} knows all of them.
 *
 * <p>A child is made in three steps: the kernel makes its process and table, its creator starts the
 * host's process ({@code ChildStart}), and the child's JVM claims its place with a one-time token.
 * How a process ends is told by itself, by its creator, or by the host ({@code HostProcess}).
 *
 * <p>Locks: {@code SharedBackend.class} for what a JVM has opened; each {@code ClientProcess} for
 * its own map, each {@code ControlConnection} for its socket. In the server, the registry's, and
 * after it the kernel's. None is held while another JVM is waited for, but the first, while the JVM
 * connects.
 */
package handlelab.backend;
