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
 * and ends, and one connection for each Java thread that makes calls. The server is one thread
 * ({@code ServerLoop}), which makes all calls itself: they are short, and the kernel has one lock
 * anyway, so further threads would add the cost of waking them and nothing else. A {@code
 * ServerConnection} plays one {@code Role} after another: a {@code Greeting}, then a {@code
 * WatchedLine} for a life line or a {@code CallLine} for a client's thread. A call that waits holds
 * no thread: it is an object of the kernel's ({@code HostedCall}), which the loop tries again when
 * the kernel says that something has changed, or when its time is over. A {@code ServerProcess} is
 * what the server knows of a process.
 *
 * <p>A child is made in three steps: the kernel makes its process and table, its creator starts the
 * host's process ({@code ChildStart}), and the child's JVM claims its place with a one-time token.
 *
 * <p>Locks: {@code SharedBackend.class} for what a JVM has opened; each {@code ClientProcess} for
 * its own map. The second is never held while the first is taken. The server needs none: all its
 * objects are the loop's thread's.
 */
package handlelab.backend;
