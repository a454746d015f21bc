package handlelab.story;

import java.util.function.Consumer;

/** Draws a run as text, 80 columns wide, in ASCII, as it goes on. Used by one thread. */
public final class TourText extends TourView {
  private static final int WIDTH = 80;

  private final Consumer<String> out;
  private final FrameText text;
  private ChapterView chapter;
  private int frames;
  private String lastKernel = "";

  /**
   * @param out takes lines without their ends
   * @param hasColour whether the terminal understands ANSI escapes
   */
  public TourText(Consumer<String> out, boolean hasColour) {
    this.out = out;
    this.text = new FrameText(out, hasColour, WIDTH);
  }

  @Override
  void begin(ChapterView next, String kernel, boolean exact) {
    chapter = next;
    frames = 0;
    if (!kernel.equals(lastKernel)) {
      FrameText.legend(kernel, exact).forEach(out);
      lastKernel = kernel;
    }
    out.accept("");
    text.title(chapter);
    text.wrap(chapter.summary());
  }

  @Override
  void frame(Frame frame) {
    frames++;
    out.accept("");
    text.number(chapter, frames);
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
