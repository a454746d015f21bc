package handlelab.sim;

/**
 * What an overlapped operation does when it is done, and whose end cancels it.
 *
 * @param event set then; null to have the file itself signalled
 * @param thread that has started it
 */
record Completion(EventObject event, ThreadObject thread) {}
