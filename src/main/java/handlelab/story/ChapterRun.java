package handlelab.story;

import java.util.ArrayList;
import java.util.List;

/**
 * A chapter that is being played, or was; the page shows it in this form.
 *
 * @param number from 1
 * @param id the word that names it on the command line
 * @param kernel one line: which kernel answers
 * @param exact see {@link handlelab.story.stage.Stage#isExact}
 * @param frames those that have been shown so far
 */
record ChapterRun(
    int number,
    String id,
    String title,
    String summary,
    String kernel,
    boolean exact,
    List<Frame> frames) {
  ChapterRun(int number, Chapter chapter, String kernel, boolean exact) {
    this(number, chapter.id, chapter.title, chapter.summary, kernel, exact, new ArrayList<>());
  }
}
