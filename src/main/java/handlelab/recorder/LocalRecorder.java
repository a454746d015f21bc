package handlelab.recorder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How tests ask the recorder in their own JVM. The agent's classes are not those that tests see, so
 * question and answer are of types of the JDK, and a field of a class that both see has the way to
 * ask.
 */
public final class LocalRecorder {
  /** The class that both see, if there is an agent. */
  public static final String HOOK = "java.lang.$HandleLab";

  /** Its public static field, a {@link Function}; null if nothing is recorded for tests. */
  public static final String FIELD = "recorder";

  /**
   * The system property that says which tests are watched: {@code all}, or empty for those that
   * have the extension.
   */
  public static final String TESTS = "handlelab.tests";

  private final Function<Object, Object> agent;

  /**
   * A way to ask.
   *
   * @param agent as {@link #answering} makes it
   */
  public LocalRecorder(Function<Object, Object> agent) {
    this.agent = agent;
  }

  /**
   * Makes what the agent offers.
   *
   * @param recorder whose recording is asked for
   * @param objects as {@link #objects} answers
   * @return for the field
   */
  public static Function<Object, Object> answering(
      Recorder recorder, Function<Set<Long>, Map<Long, String>> objects) {
    return question -> {
      if (question instanceof Long begin) {
        return bytes(recorder.recording().since(begin));
      }
      @SuppressWarnings("unchecked")
      Set<Long> values = (Set<Long>) question;
      return objects.apply(values);
    };
  }

  private static byte[] bytes(Recording recording) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      recording.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** {@return the recorder of this JVM; null if there is none for tests} */
  public static LocalRecorder find() {
    try {
      Object agent = Class.forName(HOOK, false, null).getField(FIELD).get(null);
      @SuppressWarnings("unchecked")
      Function<Object, Object> function = (Function<Object, Object>) agent;
      return function == null ? null : new LocalRecorder(function);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /**
   * {@return what is known now, as {@link Recording#since} has it}
   *
   * @param begin the number of the last open at some moment
   * @throws IllegalStateException if the agent is of another version
   */
  public Recording since(long begin) {
    try {
      return Recording.read(new ByteArrayInputStream((byte[]) agent.apply(begin)));
    } catch (IOException e) {
      throw new IllegalStateException("handlelab and its agent are of different versions", e);
    }
  }

  /**
   * Looks at this process's handle table, if the agent can.
   *
   * @param values handle values
   * @return type and name of the object of each value that is open; null if the agent cannot tell
   */
  @SuppressWarnings("unchecked")
  public Map<Long, String> objects(Set<Long> values) {
    return (Map<Long, String>) agent.apply(values);
  }
}
