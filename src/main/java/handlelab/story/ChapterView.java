package handlelab.story;

/**
 * What is known of a chapter before it is played.
 *
 * @param number from 1
 * @param id the word that names it on the command line
 */
public record ChapterView(int number, String id, String title, String summary) {}
