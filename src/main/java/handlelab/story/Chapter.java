package handlelab.story;

/** One lesson. It holds no state; each play has a scene of its own. */
public interface Chapter {
  String id();

  String title();

  /** One sentence: what there is to learn. */
  String summary();

  void play(Scene scene);
}
