package handlelab.story;

import java.util.function.Consumer;

/** Draws a run as text, 80 columns wide, in ASCII, as it goes on. Used by one thread. */
public final class TourText extends TourView {
  private static final int WIDTH = 80;

  private final Consumer<String> out;
  private final FrameText text;
  private boolean hasLegend;

  /**
   * @param out takes lines without their ends
   * @param hasColour whether the terminal understands ANSI escapes
   */
  public TourText(Consumer<String> out, boolean hasColour) {
    this.out = out;
    this.text = new FrameText(out, hasColour, WIDTH);
  }

  @Override
  void begin(ChapterRun chapter) {
    if (!hasLegend) {
      FrameText.legend(chapter).forEach(out);
      hasLegend = true;
    }
    out.accept("");
    text.title(chapter);
    text.wrap(chapter.summary());
  }

  @Override
  void frame(ChapterRun chapter, Frame frame) {
    out.accept("");
    text.number(chapter, chapter.frames().size());
    text.words(frame);
    if (frame.picture() != null) {
      text.picture(frame);
    } else {
      text.call(frame.call());
      text.result(frame.call());
      frame.tables().forEach(text::bothSides);
      text.objects(frame.objects());
    }
    text.claims(frame.claims());
  }
}
