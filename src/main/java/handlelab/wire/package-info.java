/**
 * Kernel32 over a stream of bytes: one request and one reply for each call.
 *
 * <p>A frame is a {@link handlelab.wire.Message}: a length of four bytes and as many bytes of
 * fields, big endian, put at one end and taken in the same order at the other. {@link
 * handlelab.wire.RemoteKernel32} is the calling end, a method for each function, on a {@link
 * handlelab.wire.Connection}; {@link handlelab.wire.Session} is the serving end, a case for each
 * function, on a thread of its own. So a new function is one method, one case, and a constant of
 * {@code Op} beside the method.
 *
 * <p>A request starts with its call's number and whether the calling thread is interrupted; a reply
 * starts with its status. Each call is one frame each way; only long lists, such as the rows of a
 * handle table, come in several. Bytes of a peer are never believed: a length is checked before it
 * is used, and memory grows only with bytes that have come.
 *
 * <p>It serves a scenario that drives a child JVM, and the JVMs that share one simulated kernel; so
 * it serves any Kernel32 and knows none. {@code backend} and {@code stage} may call. A connection
 * and a session are used by one thread each; what other threads may do, their methods say.
 */
package handlelab.wire;
