/**
 * What a program leaks: what its JVM's recorder knew, joined with the process's own handle table as
 * the system has it, and what of it is a finding. As text and as JSON.
 *
 * <p>Used by the launcher and by tests, not in the watched JVM. Everything here is immutable or
 * used by one thread.
 */
package handlelab.leaks;
