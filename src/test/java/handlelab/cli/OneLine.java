package handlelab.cli;

/** The least that a JVM can do: what the start of others is measured by. */
final class OneLine {
  private OneLine() {}

  /** Prints a line. */
  public static void main(String[] arguments) {
    System.out.println("one line");
  }
}
