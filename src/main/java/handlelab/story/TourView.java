package handlelab.story;

/** Something that a run is drawn to as it goes on. */
public abstract sealed class TourView permits TourText, TourSteps, TourPage {
  TourView() {}

  /**
   * @param kernel one line: which kernel answers
   * @param exact see {@link Stage#isExact}
   */
  abstract void begin(ChapterView chapter, String kernel, boolean exact);

  abstract void frame(Frame frame);

  /** The chapter has come to its end. */
  void end() {}
}
