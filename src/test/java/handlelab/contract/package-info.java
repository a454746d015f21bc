/**
 * The contract tests: what Windows does, fact by fact, on every kernel that this project has.
 *
 * <p>Reading order: {@link handlelab.contract.Machine} is one kernel under test and {@link
 * handlelab.contract.TestProcess} a child that it started; the classes named after a topic hold the
 * cases, on the public contract only; one class for each kernel runs them all. The number in a
 * test's name is the fact's number in the list of facts about Windows that this project is built
 * on; {@link handlelab.contract.KnownDifferences} says where Wine is known to answer otherwise.
 */
package handlelab.contract;
