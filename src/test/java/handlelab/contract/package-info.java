/**
 * The contract tests: what Windows does, statement by statement, on every kernel that this project
 * has.
 *
 * <p>Reading order: {@link handlelab.contract.Machine} is one kernel under test and {@link
 * handlelab.contract.TestProcess} a child that it started; the classes named after a topic hold the
 * cases, on the public contract only; one class for each kernel runs them all. {@link
 * handlelab.contract.Fact} names the statements of the notes that a test holds; {@link
 * handlelab.contract.KnownDifferences} says where Wine is known to answer otherwise.
 */
package handlelab.contract;
