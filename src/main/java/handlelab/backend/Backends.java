package handlelab.backend;

/** The only place that asks which system this is. */
@SuppressWarnings("DoNotCallSuggester")
public final class Backends {
  private Backends() {}

  /**
   * Opens a backend for this process.
   *
   * @throws UnsupportedOperationException for REAL where this is not Windows
   */
  public static Backend open(BackendKind kind) {
    throw new UnsupportedOperationException("no backend yet: " + kind);
  }
}
