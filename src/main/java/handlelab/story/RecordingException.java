package handlelab.story;

/** A recording cannot be read: which file, which line, what is wrong. */
public final class RecordingException extends RuntimeException {
  RecordingException(String source, int line, String problem) {
    super(source + ", line " + line + ": " + problem);
  }

  RecordingException(String source, String problem, Throwable cause) {
    super(source + ": " + problem, cause);
  }
}
