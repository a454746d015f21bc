package handlelab.compare.scenario;

import static handlelab.compare.Claim.documented;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.compare.Play;
import handlelab.compare.Player;
import handlelab.compare.Scenario;

/**
 * What the questions share: name, text, sources, and the two steps that most of them begin with.
 */
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
        .step(documented(4, "a mailslot is made by its name", "CreateMailslotW"))
        .createMailslot(play.slot(name), 0, 0, null);
  }

  /** A client end for writing. */
  static Handle client(Play play, Player owner, String name) {
    return owner
        .step(documented(47, "a client opens the slot for writing", "CreateMailslotW"))
        .createFile(play.slot(name), Win32.GENERIC_WRITE, SHARE_ALL, null);
  }
}
