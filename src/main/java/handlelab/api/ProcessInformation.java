package handlelab.api;

/**
 * What {@code CreateProcessW} returns: two handles that the caller owns and must close, and two
 * ids.
 *
 * @param process a handle to the new process, with PROCESS_ALL_ACCESS
 * @param thread a handle to its main thread, with THREAD_ALL_ACCESS
 * @param processId the process's id
 * @param threadId the main thread's id
 */
public record ProcessInformation(Handle process, Handle thread, int processId, int threadId) {}
