package handlelab.story;

import java.util.List;

/**
 * One step of a chapter: what is said, the call, the tables on both sides of it, the claims.
 *
 * @param code lines of C that belong to the text
 * @param call null if the step only shows
 * @param picture lines of text that draw one row and what it leads to, or null
 */
record Frame(
    String text,
    List<String> code,
    CallView call,
    List<TableView> tables,
    List<ObjectView> objects,
    List<String> picture,
    List<Check> claims) {}
