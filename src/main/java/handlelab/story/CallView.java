package handlelab.story;

import java.util.List;

/**
 * A call that was made.
 *
 * @param process the caller's name
 * @param text the function with its arguments
 * @param arguments the same arguments one by one; none if the text is several calls
 * @param about the name of the argument that the frame's text is about, or empty
 * @param result what it returned or failed with
 */
record CallView(
    String process,
    String text,
    List<CallText.Argument> arguments,
    String about,
    String result,
    boolean failed) {}
