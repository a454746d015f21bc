/**
 * Programs that {@code tools/bench/run} measures with: the project's side where one JVM is not
 * enough, and what it is compared with. Each prints lines of {@code operation,value}.
 *
 * <p>They use the project as its users do, through its public classes. What is measured inside one
 * JVM stands in {@code handlelab.jmh}.
 */
package handlelab.bench;
