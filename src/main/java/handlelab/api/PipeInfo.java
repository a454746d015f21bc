package handlelab.api;

/**
 * What {@code GetNamedPipeInfo} returns.
 *
 * @param flags {@link Win32#PIPE_SERVER_END} and {@link Win32#PIPE_TYPE_MESSAGE}, as they apply
 * @param outBufferSize in bytes, of the direction from server to client
 * @param inBufferSize in bytes, of the direction from client to server
 * @param maxInstances how many server ends the name may have; {@link
 *     Win32#PIPE_UNLIMITED_INSTANCES} for no limit
 */
public record PipeInfo(int flags, int outBufferSize, int inBufferSize, int maxInstances) {}
