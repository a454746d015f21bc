/**
 * For tests, with JUnit 5: {@code HandleLabExtension} fails a test that leaves handles open and
 * shows where each was opened; {@code InheritanceAssertions} holds a child to exactly the handles
 * that it is to inherit.
 *
 * <p>Both run on the simulated kernel, of which each test gets its own, and on the real one. In a
 * JVM with the agent, {@code WatchedTestExtension} and {@code WatchedSession} do the same for tests
 * and code that know nothing of handlelab: JUnit finds them as services.
 *
 * <p>JUnit is an optional dependency of this project: whoever uses this package has it already. The
 * one lock is {@link handlelab.junit.WatchedTests}'s own; no code of a test runs with it.
 */
package handlelab.junit;
