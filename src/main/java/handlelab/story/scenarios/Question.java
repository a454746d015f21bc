package handlelab.story.scenarios;

import static handlelab.story.Claim.documented;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.story.ChildPlayer;
import handlelab.story.Play;
import handlelab.story.Player;
import handlelab.story.Scenario;

/** What the questions share: name, text, sources, and the steps that many of them have. */
abstract class Question implements Scenario {
  static final String MAILSLOT_TEST = "wine dlls/kernel32/tests/mailslot.c";
  static final String PROCESS_TEST = "wine dlls/kernel32/tests/process.c";
  static final String SYNC_TEST = "wine dlls/kernel32/tests/sync.c";
  static final String OBJECT_TEST = "wine dlls/ntdll/tests/om.c";
  static final String PATH_TEST = "wine dlls/ntdll/tests/path.c";
  static final int SHARE_ALL = Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE;

  private final String name;
  private final String question;

  Question(String name, String question) {
    this.name = name;
    this.question = question;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String question() {
    return question;
  }

  /** A slot that takes any size and never waits. */
  static Handle slot(Play play, Player owner, String name) {
    return owner
        .step(
            documented("slot-created-by-name", "a mailslot is made by its name", "CreateMailslotW"))
        .createMailslot(play.slot(name), 0, 0, null);
  }

  /** A client end for writing. */
  static Handle client(Play play, Player owner, String name) {
    return owner
        .step(
            documented(
                "client-opens-for-writing",
                "a client opens the slot for writing",
                "CreateMailslotW"))
        .createFile(play.slot(name), Win32.GENERIC_WRITE, SHARE_ALL, null);
  }

  /** A client end for writing, with an inheritable handle. */
  static Handle inheritableClient(Play play, Player owner, String name) {
    return owner
        .step(
            documented("client-created-inheritable", "an inheritable client handle", "CreateFileW"))
        .createFile(
            play.slot(name), Win32.GENERIC_WRITE, SHARE_ALL, SecurityAttributes.INHERITABLE);
  }

  /** A child that gets nothing at its start. */
  static ChildPlayer bareChild(Player parent) {
    return parent
        .step(
            documented(
                "nothing-inherited-without-parameter",
                "the child inherits nothing",
                "CreateProcessW"))
        .startChild("child")
        .createProcess();
  }

  /** A duplicate of the parent's {@code source} in the child's table, with the same access. */
  static Handle push(Player parent, Handle source, ChildPlayer child, String claim) {
    return parent
        .step(documented("duplicate-shares-object", claim, "DuplicateHandle"))
        .duplicateHandle(
            Handle.CURRENT_PROCESS,
            source,
            parent,
            child.process(),
            child.player(),
            0,
            false,
            Win32.DUPLICATE_SAME_ACCESS);
  }

  /** Lets the child return from its main method, and its parent wait until it has ended. */
  static void end(Player parent, ChildPlayer child, String claim) {
    child.exit(0);
    parent
        .step(documented("process-signalled-at-end", claim, "WaitForSingleObject"))
        .givesWait(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), Win32.INFINITE);
  }
}
