package handlelab.story;

/**
 * A call that was made.
 *
 * @param process the caller's name
 * @param text the function with its parameters
 * @param result what it returned or failed with
 */
record CallView(String process, String text, String result, boolean failed) {}
