/**
 * Benchmarks of what happens inside one JVM, for JMH. {@code tools/bench/run} compiles them, runs
 * each in JVMs of its own and says which parameters it takes.
 */
package handlelab.jmh;
