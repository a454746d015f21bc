/**
 * Programs that {@code tools/bench/run} measures with: the project's calls, and what they are
 * compared with. Each prints lines of {@code operation,value}.
 *
 * <p>They use the project as its users do, through its public classes.
 */
package handlelab.bench;
