/**
 * The contract tests: what Windows does, on every kernel that this project has. They hold what a
 * scenario's transcript does not show: values, access masks, buffers, time, threads, cancelling.
 *
 * <p>Reading order: {@link handlelab.contract.KernelUnderTest} lists the kernels, {@link
 * handlelab.contract.Machine} is one of them with a process that the test plays, and {@link
 * handlelab.contract.TestProcess} a child that it started. The classes named after a topic hold the
 * cases, on the public contract only; {@link handlelab.contract.ContractTest} runs each on each
 * kernel. {@link handlelab.contract.Fact} names the statements of the notes that a test holds;
 * {@link handlelab.contract.KnownDifferences} says where Wine is known to answer otherwise, and
 * takes the first answers of a Windows that nobody has recorded.
 */
package handlelab.contract;
