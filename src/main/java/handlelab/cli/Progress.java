package handlelab.cli;

/** One line on standard error that says how far a long command is; silent unless asked for. */
final class Progress {
  private final int total;
  private final boolean isShown;
  private int done;

  Progress(int total, boolean isShown) {
    this.total = total;
    this.isShown = isShown;
  }

  void at(String what) {
    done++;
    if (isShown) {
      System.err.printf("\r%d of %d  %-50s", done, total, what);
    }
  }

  void end() {
    if (isShown) {
      System.err.printf("\r%60s\r", "");
    }
  }
}
