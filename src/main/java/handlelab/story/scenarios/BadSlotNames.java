package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.story.Actor;
import handlelab.story.Play;
import handlelab.story.Step;

/** Paths that name no mailslot. */
public final class BadSlotNames extends Question {
  private static final String REACTOS = "reactos dll/win32/kernel32/client/file/mailslot.c";

  public BadSlotNames() {
    super(
        "mailslot-names/bad",
        "What do CreateMailslotW and CreateFileW say to a path that is none?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    play.fact("slot-name-without-prefix-refused");
    create(owner, "no prefix", "blah", ERROR_INVALID_NAME);
    play.fact("file-path-is-no-slot-name");
    create(owner, "a file", "C:\\blah", ERROR_INVALID_NAME);
    play.fact("null-slot-name-refused");
    create(owner, "no name", null, ERROR_PATH_NOT_FOUND);
    play.fact("empty-slot-name-refused");
    create(owner, "an empty name", "", ERROR_PATH_NOT_FOUND);
    play.fact("pipe-name-is-no-slot-name");
    create(owner, "a pipe", "\\\\.\\pipe\\blah", ERROR_INVALID_NAME);
    play.fact("missing-device-not-found");
    create(owner, "a device that is not there", "\\\\.\\nosuchdevice\\blah", ERROR_PATH_NOT_FOUND);
    play.fact("slot-on-other-machine-refused");
    Step remote = owner.assumed("another machine: slots are local", REACTOS);
    remote.fails(ERROR_INVALID_NAME).createMailslot("\\\\localhost\\mailslot\\blah", 0, 0, null);
    play.fact("missing-slot-not-found");
    owner
        .fails("no slot of that name", ERROR_FILE_NOT_FOUND)
        .createFile(play.slot("nobody"), GENERIC_WRITE, SHARE_ALL, null, OPEN_EXISTING, 0, null);
    play.fact("missing-nested-slot-not-found");
    owner
        .fails("no slot below either: its directories are none", ERROR_FILE_NOT_FOUND)
        .createFile(
            play.slot("no\\such\\slot"), GENERIC_WRITE, SHARE_ALL, null, OPEN_EXISTING, 0, null);
    play.fact("mailslot-device-opens");
    open(owner.succeeds("the mailslot device itself opens"), "\\\\.\\mailslot", 0);
  }

  private static void create(Actor owner, String statement, String path, int error) {
    owner.fails(statement, error).createMailslot(path, 0, 0, null);
  }
}
