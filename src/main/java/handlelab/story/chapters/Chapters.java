package handlelab.story.chapters;

import handlelab.story.Chapter;
import java.util.List;

/** The chapters of the tour. */
public final class Chapters {
  /** All chapters, in the order in which they teach. */
  public static final List<Chapter> ALL =
      List.of(
          new TableChapter(),
          new CreationChapter(),
          new ClosingChapter(),
          new ValueChapter(),
          new InheritanceChapter(),
          new HandleListChapter(),
          new PseudoHandleChapter(),
          new DuplicationChapter(),
          new RemoteCloseChapter(),
          new SharingChapter(),
          new PipeChapter());

  private Chapters() {}
}
