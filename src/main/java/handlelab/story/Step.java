package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
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
  private final Play play;
  private final Performer performer;
  private final Claim claim;
  private Expectation expectation = Expectation.SUCCESS;
  private Object value;

  Step(Play play, Performer performer, Claim claim) {
    this.play = play;
    this.performer = performer;
    this.claim = claim;
  }

  /** The call succeeds, whatever it returns. */
  public Kernel32 succeeds() {
    return Kernel32Call.intercept(call -> play.record(this, call));
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

  /** A read ends with the first bytes of a message that is longer. */
  public Kernel32 givesPart(String text) {
    expectation = Expectation.of(CallFormat.quoted(text) + CallFormat.MORE_DATA);
    return succeeds();
  }

  /** The call creates an object, and does not open one that exists. */
  public Kernel32 creates() {
    expectation = Expectation.endingWith(CallFormat.NEW);
    return succeeds();
  }

  /** The call would create an object, and opens the one of that name. */
  public Kernel32 opensExisting() {
    expectation = Expectation.endingWith(CallFormat.EXISTED);
    return succeeds();
  }

  /** The call, of a thread of its own, does not return before something else happens. */
  public Kernel32 waits() {
    expectation = Expectation.of(ActorThread.WAITS);
    return Kernel32Call.intercept(
        call -> {
          String text = play.format().call(actor(), call).toString();
          play.observe(this, text, () -> thread().start(call));
          return Play.emptyAnswer(call);
        });
  }

  /** The call that waited returns this; see {@link #gives}. */
  public void nowGives(Object expected) {
    returned(
        Expectation.of(
            expected instanceof String words ? CallFormat.quoted(words) : thread().text(expected)));
  }

  /** The call that waited fails, with one of these codes. */
  public void nowFails(int... errorCodes) {
    returned(Expectation.failure(errorCodes));
  }

  private void returned(Expectation expected) {
    expectation = expected;
    play.observe(this, "returns from " + thread().function(), thread()::outcome);
  }

  /** Only a call of a thread of its own can wait. */
  private ActorThread thread() {
    return (ActorThread) performer;
  }

  /** The row of this handle allows that access. */
  public void findsAccess(Handle handle, int access) {
    expectation = Expectation.of(String.format("0x%x", access));
    look(
        handle,
        "access of ",
        play.rows(actor(), Set.of(handle.value())),
        row -> String.format("0x%x", row.grantedAccess()));
  }

  /** The object of this handle has that name, without the session's directory; null for none. */
  public void findsName(Handle handle, String name) {
    expectation = Expectation.of(name == null ? "no name" : play.format().path(name));
    look(handle, "name of ", play.namedRows(actor(), handle), this::nameOf);
  }

  private String nameOf(HandleRow row) {
    return row.objectName() == null
        ? "no name"
        : play.format().path(row.objectName().replaceFirst("^\\\\Sessions\\\\\\d+", ""));
  }

  private void look(
      Handle handle, String what, List<HandleRow> rows, Function<HandleRow, String> text) {
    play.observe(
        this,
        "is looked at: " + what + play.format().handle(actor(), handle),
        () -> rows.stream().map(text).findFirst().orElse("no row"));
  }

  /**
   * Seen from outside, this value names no row in the process's table. Only a process that is
   * suspended has no rows of its own there.
   */
  public void findsNoRow(Handle handle) {
    expectation = Expectation.of("no row");
    look(handle, "", play.rows(actor(), Set.of(handle.value())), TableChanges::describe);
  }

  /** The child's main method got these words. Waits until the child runs. */
  public void findsArguments(List<String> words) {
    expectation = Expectation.of(escaped(words));
    play.observe(this, "looks at its arguments", () -> escaped(((Child) performer).arguments()));
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

  /** Who makes the call. */
  Performer performer() {
    return performer;
  }

  private Actor actor() {
    return performer.actor();
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
        value instanceof String words ? CallFormat.quoted(words) : text.apply(value));
  }
}
