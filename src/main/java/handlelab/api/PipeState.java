package handlelab.api;

/**
 * What {@code GetNamedPipeHandleState} returns.
 *
 * @param mode this end's {@link Win32#PIPE_READMODE_MESSAGE} and {@link Win32#PIPE_NOWAIT}
 * @param instances how many server ends the name has
 */
public record PipeState(int mode, int instances) {}
