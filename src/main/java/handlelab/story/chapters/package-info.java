/**
 * The chapters of the tour: lessons that make calls on a live kernel.
 *
 * <p>Nothing in a chapter is known in advance: values, counts and errors are those that came, and
 * each claim is compared with what was measured.
 */
package handlelab.story.chapters;
