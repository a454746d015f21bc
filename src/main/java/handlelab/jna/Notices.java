package handlelab.jna;

/** What the agent tells the user, on standard error. */
final class Notices {
  private Notices() {}

  static void print(String text) {
    System.err.println("handlelab: " + text);
  }
}
