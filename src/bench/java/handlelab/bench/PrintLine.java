package handlelab.bench;

/** The bare JVM of the start-up rows. */
final class PrintLine {
  private PrintLine() {}

  public static void main(String[] arguments) {
    System.out.println("line");
  }
}
