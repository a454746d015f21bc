/**
 * The questions: one file each, on the public contract, readable by somebody who knows Windows and
 * little Java.
 *
 * <p>{@code play.fact} is a heading: the steps below it show that statement of the notes, with its
 * evidence. A method that makes a step of another statement names it in the step, {@code
 * step("event-initial-state", "an event")}, and leaves the heading as it is. Constants of Windows
 * are imported all at once, since their names are those of its headers.
 */
package handlelab.story.scenarios;
