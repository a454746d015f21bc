/**
 * Processes that one program drives: scenarios and lessons need several, on either kernel.
 *
 * <p>On the simulated kernel they live in this JVM. On the real one each is a child JVM that calls
 * in over the loopback address and makes the calls that it is sent over {@code handlelab.wire}. For
 * the comparison, the tour and the tests; not thread-safe unless a type says so.
 */
package handlelab.story.stage;
