package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.story.Transcript.Judgement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * One call of one process: say what is expected, then make the call. Methods named as in {@link
 * Kernel32} make it, write it down, and hand back its answer, or an empty one where it failed.
 */
public final class Step {
  private final Play play;
  private final Player player;
  private final Claim claim;
  private Expectation expectation = Expectation.SUCCESS;

  Step(Play play, Player player, Claim claim) {
    this.play = play;
    this.player = player;
    this.claim = claim;
  }

  /** The call fails, with one of these codes of {@link Win32Error}. */
  public Step fails(int... errorCodes) {
    expectation = Expectation.failure(errorCodes);
    return this;
  }

  /** The call gives this number, truth or text. */
  public Step gives(Object value) {
    expectation =
        Expectation.of(value instanceof String text ? Shown.quoted(text) : String.valueOf(value));
    return this;
  }

  /** The call gives the flags {@code HANDLE_FLAG_*}. */
  public Step givesFlags(int flags) {
    expectation = Expectation.of(Shown.flags(flags));
    return this;
  }

  /** The call gives this handle of the same process. */
  public Step givesHandle(Handle handle) {
    expectation = Expectation.of(play.names().handle(player.role(), handle));
    return this;
  }

  /** {@code GetMailslotInfo} gives these; {@link MailslotInfo#NO_MESSAGE} stands for none. */
  public Step givesInfo(int maxMessageSize, int nextSize, int messageCount, int readTimeoutMillis) {
    expectation =
        Expectation.of(
            Shown.info(
                new MailslotInfo(maxMessageSize, nextSize, messageCount, readTimeoutMillis)));
    return this;
  }

  /** {@code WaitForSingleObject} gives {@code WAIT_OBJECT_0} or {@code WAIT_TIMEOUT}. */
  public Step givesWait(int result) {
    expectation = Expectation.of(Shown.wait(result));
    return this;
  }

  /** The call gives the id of that player's process. */
  public Step givesIdOf(Player other) {
    expectation = Expectation.of("id of " + other.role());
    return this;
  }

  public Handle createMailslot(
      String path, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes) {
    return handle(
        "CreateMailslotW "
            + play.shown(path)
            + " max="
            + Integer.toUnsignedString(maxMessageSize)
            + Shown.timeout(readTimeoutMillis)
            + Shown.inherit(attributes),
        kernel32 -> kernel32.createMailslot(path, maxMessageSize, readTimeoutMillis, attributes));
  }

  /** Opens with {@code OPEN_EXISTING}. */
  public Handle createFile(
      String path, int desiredAccess, int shareMode, SecurityAttributes attributes) {
    return createFile(path, desiredAccess, shareMode, attributes, Win32.OPEN_EXISTING);
  }

  public Handle createFile(
      String path,
      int desiredAccess,
      int shareMode,
      SecurityAttributes attributes,
      int disposition) {
    return handle(
        String.format(
            "CreateFileW %s access=0x%x share=%d disposition=%d%s",
            play.shown(path), desiredAccess, shareMode, disposition, Shown.inherit(attributes)),
        kernel32 ->
            kernel32.createFile(path, desiredAccess, shareMode, attributes, disposition, 0, null));
  }

  /** A message's text, or null where the call failed. */
  public String readFile(Handle file, int bufferBytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bufferBytes);
    return perform(
        "ReadFile " + name(file) + " buffer=" + bufferBytes,
        null,
        Shown::quoted,
        kernel32 -> {
          int length = kernel32.readFile(file, buffer);
          return new String(buffer.array(), 0, length, StandardCharsets.UTF_8);
        });
  }

  /** Writes a text as one message; the answer is its length in bytes. */
  public int writeFile(Handle file, String message) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(message);
    String shown = message.length() > 40 ? message.length() + " characters" : Shown.quoted(message);
    return perform(
        "WriteFile " + name(file) + " " + shown,
        0,
        String::valueOf,
        kernel32 -> kernel32.writeFile(file, bytes));
  }

  public MailslotInfo getMailslotInfo(Handle slot) {
    return perform(
        "GetMailslotInfo " + name(slot),
        null,
        Shown::info,
        kernel32 -> kernel32.getMailslotInfo(slot));
  }

  public void setMailslotInfo(Handle slot, int readTimeoutMillis) {
    perform(
        "SetMailslotInfo " + name(slot) + Shown.timeout(readTimeoutMillis),
        kernel32 -> kernel32.setMailslotInfo(slot, readTimeoutMillis));
  }

  public void closeHandle(Handle handle) {
    perform("CloseHandle " + name(handle), kernel32 -> kernel32.closeHandle(handle));
    play.forgetWhereClosed(player, handle);
  }

  public int getHandleInformation(Handle handle) {
    return perform(
        "GetHandleInformation " + name(handle),
        0,
        Shown::flags,
        kernel32 -> kernel32.getHandleInformation(handle));
  }

  public void setHandleInformation(Handle handle, int mask, int flags) {
    perform(
        "SetHandleInformation " + name(handle) + " mask=" + mask + " flags=" + flags,
        kernel32 -> kernel32.setHandleInformation(handle, mask, flags));
  }

  public boolean compareObjectHandles(Handle first, Handle second) {
    return perform(
        "CompareObjectHandles " + name(first) + " " + name(second),
        false,
        String::valueOf,
        kernel32 -> kernel32.compareObjectHandles(first, second));
  }

  public int getProcessId(Handle process) {
    return perform(
        "GetProcessId " + name(process),
        0,
        id -> "id of " + play.names().process(id),
        kernel32 -> kernel32.getProcessId(process));
  }

  /** In one process. */
  public Handle duplicateHandle(
      Handle source, int desiredAccess, boolean inheritHandle, int options) {
    return duplicateHandle(
        Handle.CURRENT_PROCESS,
        source,
        player,
        Handle.CURRENT_PROCESS,
        player,
        desiredAccess,
        inheritHandle,
        options);
  }

  /**
   * Between processes.
   *
   * @param from whose table {@code source} is a value of
   * @param to whose table the new row is for; null with a null target
   */
  public Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Player from,
      Handle targetProcess,
      Player to,
      int desiredAccess,
      boolean inheritHandle,
      int options) {
    String call =
        String.format(
            "DuplicateHandle %s of %s to %s access=0x%x inherit=%b options=%d",
            play.names().handle(from.role(), source),
            name(sourceProcess),
            name(targetProcess),
            desiredAccess,
            inheritHandle,
            options);
    String target = to == null ? player.role() : to.role();
    Handle made =
        perform(
            call,
            Handle.NULL,
            handle -> play.names().newHandle(target, handle),
            kernel32 ->
                kernel32.duplicateHandle(
                    sourceProcess, source, targetProcess, desiredAccess, inheritHandle, options));
    useUpNameWhereFailed(made);
    if ((options & Win32.DUPLICATE_CLOSE_SOURCE) != 0) {
      play.forgetWhereClosed(from, source);
    }
    return made;
  }

  public Handle openProcess(int desiredAccess, boolean inheritHandle, int processId, String whose) {
    return handle(
        String.format("OpenProcess access=0x%x inherit=%b %s", desiredAccess, inheritHandle, whose),
        kernel32 -> kernel32.openProcess(desiredAccess, inheritHandle, processId));
  }

  public int resumeThread(Handle thread) {
    return perform(
        "ResumeThread " + name(thread),
        -1,
        String::valueOf,
        kernel32 -> kernel32.resumeThread(thread));
  }

  public int getExitCodeProcess(Handle process) {
    return perform(
        "GetExitCodeProcess " + name(process),
        0,
        String::valueOf,
        kernel32 -> kernel32.getExitCodeProcess(process));
  }

  public void terminateProcess(Handle process, int exitCode) {
    perform(
        "TerminateProcess " + name(process) + " " + exitCode,
        kernel32 -> kernel32.terminateProcess(process, exitCode));
  }

  public int waitForSingleObject(Handle handle, int timeoutMillis) {
    return perform(
        "WaitForSingleObject " + name(handle) + Shown.timeout(timeoutMillis),
        -1,
        Shown::wait,
        kernel32 -> kernel32.waitForSingleObject(handle, timeoutMillis));
  }

  /**
   * Looks from outside whether the process's table has a row of that value. Only a process that is
   * suspended has no rows of its own there.
   */
  public void lookAt(Handle handle) {
    record(player.role() + " is looked at: " + name(handle), play.describeRow(player, handle));
  }

  /** The look finds no row. */
  public Step findsNoRow() {
    expectation = Expectation.of("no row");
    return this;
  }

  /** The child gets these words. */
  public Step givesWords(List<String> words) {
    expectation = Expectation.of(Shown.words(words));
    return this;
  }

  /** Looks at what the child's main method got, once the child runs. */
  public void lookAtArguments(ChildPlayer child) {
    String line = player.role() + " looks at its arguments";
    play.begin(line);
    record(line, Shown.words(child.arguments()));
  }

  /** Starts a command line that is no part of the play, which is to fail. */
  public void createProcess(
      String applicationName, String commandLine, int creationFlags, String currentDirectory) {
    perform(
        String.format(
            "CreateProcessW %s %s flags=0x%x directory=%s",
            Shown.orNull(applicationName),
            Shown.orNull(commandLine),
            creationFlags,
            Shown.orNull(currentDirectory)),
        null,
        unused -> "a process",
        kernel32 ->
            kernel32.createProcess(
                applicationName,
                commandLine,
                null,
                null,
                false,
                creationFlags,
                null,
                currentDirectory,
                null));
  }

  /** Starts a child that plays a part; see {@link ChildStart}. */
  public ChildStart startChild(String role) {
    return new ChildStart(this, play, player, role);
  }

  private Handle handle(String call, Function<Kernel32, Handle> body) {
    Handle made =
        perform(call, Handle.NULL, handle -> play.names().newHandle(player.role(), handle), body);
    useUpNameWhereFailed(made);
    return made;
  }

  void useUpNameWhereFailed(Handle made) {
    if (made.equals(Handle.NULL)) {
      var unused = play.names().nextName();
    }
  }

  private interface Action {
    void on(Kernel32 kernel32);
  }

  private void perform(String call, Action action) {
    var unused =
        perform(
            call,
            null,
            ignored -> "ok",
            kernel32 -> {
              action.on(kernel32);
              return Boolean.TRUE;
            });
  }

  <T> T perform(String call, T whereFailed, Function<T, String> show, Function<Kernel32, T> body) {
    String line = player.role() + " " + call;
    play.begin(line);
    T answer;
    try {
      answer = body.apply(player.kernel32());
    } catch (Win32Exception e) {
      record(line, Win32Error.describe(e.errorCode()));
      return whereFailed;
    }
    record(line, show.apply(answer));
    return answer;
  }

  private void record(String line, String outcome) {
    play.record(line, outcome, new Judgement(claim, expectation, expectation.isMetBy(outcome)));
  }

  String name(Handle handle) {
    return play.names().handle(player.role(), handle);
  }
}
