package handlelab.story;

/** One lesson. It holds no state; each play has a scene of its own. */
public abstract class Chapter {
  final String id;
  final String title;
  final String summary;

  /**
   * @param id the word that names it on the command line
   * @param summary one sentence: what there is to learn
   */
  protected Chapter(String id, String title, String summary) {
    this.id = id;
    this.title = title;
    this.summary = summary;
  }

  public abstract void play(Scene scene);
}
