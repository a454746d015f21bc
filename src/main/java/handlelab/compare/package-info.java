/**
 * The comparison: what mailslots, handles and inheritance do, step by step, on several kernels.
 *
 * <p>A {@link handlelab.compare.Scenario} asks one question. Playing it on a kernel makes a {@link
 * handlelab.compare.Transcript}: each call with its outcome, and what changed in the handle tables.
 * Two transcripts are compared step by step; a difference is in the {@link
 * handlelab.compare.Ledger} with a reason, or it is a fault. Handle values and process ids are
 * renamed in order of appearance, because what counts is whether they are equal, not what they are.
 *
 * <p>Nothing here knows which kernel it plays on: it gets a {@code handlelab.stage.Stage}. Not
 * thread-safe unless a type says so.
 */
package handlelab.compare;
