/**
 * Stories about handles: sequences of calls that processes make on a live kernel, with a claim
 * about Windows for what each call does.
 *
 * <p>There are two kinds. A chapter of the {@link handlelab.story.Tour} teaches: it shows the
 * handle tables before and after each call. A {@link handlelab.story.Scenario} asks one question,
 * and is played on several kernels: its {@link handlelab.story.Transcript}s are compared step by
 * step, and a difference is in the {@link handlelab.story.Ledger} with a reason, or it is a fault.
 * Handle values and process ids are renamed there in order of appearance, because what counts is
 * whether they are equal, not what they are.
 *
 * <p>Nothing here knows which kernel it plays on: it gets a {@code handlelab.story.stage.Stage}.
 * Not thread-safe unless a type says so.
 */
package handlelab.story;
