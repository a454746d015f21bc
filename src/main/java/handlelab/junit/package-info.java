/**
 * For tests, with JUnit 5: {@code HandleLabExtension} fails a test that leaves handles open and
 * shows where each was opened; {@code InheritanceAssertions} holds a child to exactly the handles
 * that it is to inherit.
 *
 * <p>Both run on the simulated kernel, of which each test gets its own, and on the real one. JUnit
 * is an optional dependency of this project: whoever uses this package has it already. Locks: none.
 */
package handlelab.junit;
