package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.MailslotInfo;
import handlelab.api.Win32Error;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One call, and what is claimed of it. Say what is expected; that gives the kernel32 to make the
 * call on. The call is recorded. If it fails, it throws nothing but returns an empty answer: {@code
 * Handle.NULL}, 0, false or null.
 */
public final class Step {
  private final Performance performance;
  private final Actor actor;
  private final Claim claim;
  private Expectation expectation = Expectation.SUCCESS;
  private Object value;

  Step(Performance performance, Actor actor, Claim claim) {
    this.performance = performance;
    this.actor = actor;
    this.claim = claim;
  }

  /** The call succeeds, whatever it returns. */
  public Kernel32 succeeds() {
    return Kernel32Call.intercept(call -> performance.record(actor, call, this));
  }

  /** The call fails, with one of these codes of {@link Win32Error}. */
  public Kernel32 fails(int... errorCodes) {
    expectation = Expectation.failure(errorCodes);
    return succeeds();
  }

  /**
   * The call returns this: a number, a truth, a handle, a {@link MailslotInfo}, or the text that it
   * reads.
   */
  public Kernel32 gives(Object expected) {
    value = expected;
    return succeeds();
  }

  /**
   * Seen from outside, this value names no row in the process's table. Only a process that is
   * suspended has no rows of its own there.
   */
  public void findsNoRow(Handle handle) {
    expectation = Expectation.of("no row");
    performance.observe(
        this,
        "is looked at: " + performance.notation().handle(actor, handle),
        () ->
            performance.rows(actor, Set.of(handle.value())).stream()
                .map(TableChanges::describe)
                .findFirst()
                .orElse("no row"));
  }

  /** The child's main method got these words. Waits until the child runs. */
  public void findsArguments(List<String> words) {
    expectation = Expectation.of(escaped(words));
    performance.observe(this, "looks at its arguments", () -> escaped(((Child) actor).arguments()));
  }

  /** Each in quotes, with what stands for quotes, tabs and line ends. */
  private static String escaped(List<String> words) {
    return words.stream()
        .map(
            word ->
                '"'
                    + word.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\t", "\\t")
                        .replace("\r", "\\r")
                        .replace("\n", "\\n")
                    + '"')
        .collect(Collectors.joining(" "));
  }

  Actor actor() {
    return actor;
  }

  Claim claim() {
    return claim;
  }

  /**
   * What is expected, as text.
   *
   * @param text makes the text of a result
   */
  Expectation expectation(Function<Object, String> text) {
    if (value == null) {
      return expectation;
    }
    return Expectation.of(
        value instanceof String words ? CallText.quoted(words) : text.apply(value));
  }
}
