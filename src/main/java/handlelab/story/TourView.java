package handlelab.story;

/** Something that a run is drawn to as it goes on. This one draws nothing. */
public class TourView {
  /** A chapter begins. */
  void begin(ChapterRun chapter) {}

  /** The chapter has a further frame, the last one of its list. */
  void frame(ChapterRun chapter, Frame frame) {}

  /** The chapter has come to its end. */
  void end(ChapterRun chapter) {}
}
