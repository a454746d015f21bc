/**
 * What a Java program uses: a mailslot to receive from, a client to send with, pipes, events,
 * mutexes, semaphores, a child process that inherits handles, each AutoCloseable, on any {@link
 * handlelab.api.Kernel32}.
 *
 * <p>Everybody may use this package; it uses the contract only. Every class may be used from any
 * thread, but for those that say otherwise. {@link handlelab.lib.OwnedHandle} counts who is inside
 * the kernel, so a handle is closed exactly once and never under somebody's feet. A lock is held
 * inside the kernel only while a process is created that inherits handles: {@link
 * handlelab.lib.InheritanceWindow}.
 *
 * <p>An owner that is forgotten without being closed is told as a warning of the logger {@code
 * handlelab.lib}, once the collector finds it; with {@code -Dhandlelab.trackHandles=true} the
 * warning has the stack that made it. The handle stays open: its value may have been handed on.
 *
 * <p>Where a handle is asked to be inheritable, these classes ask for it when it is made, as
 * Windows documents it, then look, and set the flag where the system left it out. Wine does;
 * Windows does not.
 */
package handlelab.lib;
