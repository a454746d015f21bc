/**
 * Kernel32 over a stream of bytes: one request and one reply for each call.
 *
 * <p>What is here: the calls and their results as sealed records ({@code Request}, {@code Reply}),
 * how they lie in frames ({@code RequestCodec}, {@code ReplyCodec}, {@link
 * handlelab.wire.FrameWriter}, {@link handlelab.wire.FrameReader}), the calling side ({@link
 * handlelab.wire.WireKernel32} on a {@link handlelab.wire.WireConnection}) and the serving side. It
 * serves two masters: a scenario that drives a child JVM has a {@link handlelab.wire.Session}, with
 * a thread of its own; JVMs that share one simulated kernel have an {@link
 * handlelab.wire.EventSession} each, of which one thread serves thousands. So it serves any
 * Kernel32 and knows none.
 *
 * <p>A frame is a length of four bytes and as many bytes of fields, big endian. A request starts
 * with its call's number and whether the calling thread is interrupted; a reply starts with its
 * status. A call that succeeds or fails is one frame each way; only the rows of a large handle
 * table come in several. While a call waits at an {@code EventSession}, a frame of one byte may ask
 * for its end; the call's reply follows all the same, and says whether it was done. Limits stand in
 * {@link handlelab.wire.WireLimits}. Bytes of a peer are never believed: a length is checked before
 * it is used, memory grows only with bytes that came.
 *
 * <p>Who may call: {@code backend} and {@code compare}. Locks: a connection is its own lock, held
 * for a call; a session is used by the one thread that serves it.
 */
package handlelab.wire;
