/**
 * Many messages and many handles, counted: nothing is lost, nothing comes twice, nothing is left.
 *
 * <p>Each class has a main method whose arguments say how many, and a test that runs a few. They
 * are run with {@code tools/try}, and on the real kernel32 with {@code tools/wine/java}; figures
 * stand in the notes. They use public types only.
 */
package handlelab.stress;
