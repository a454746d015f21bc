package handlelab.story.scenarios;

import static handlelab.story.Claim.assumed;
import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.tested;

import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Claim;
import handlelab.story.Play;

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
    create(
        owner,
        "blah",
        Win32Error.ERROR_INVALID_NAME,
        tested("slot-name-without-prefix-refused", "no prefix", MAILSLOT_TEST));
    create(
        owner,
        "C:\\blah",
        Win32Error.ERROR_INVALID_NAME,
        tested("file-path-is-no-slot-name", "a file", MAILSLOT_TEST + ", for a relative path"));
    create(
        owner,
        null,
        Win32Error.ERROR_PATH_NOT_FOUND,
        tested("null-slot-name-refused", "no name", MAILSLOT_TEST));
    create(
        owner,
        "",
        Win32Error.ERROR_PATH_NOT_FOUND,
        assumed("empty-slot-name-refused", "an empty name", REACTOS));
    create(
        owner,
        "\\\\.\\pipe\\blah",
        Win32Error.ERROR_INVALID_NAME,
        assumed("pipe-name-is-no-slot-name", "a pipe", REACTOS));
    create(
        owner,
        "\\\\.\\nosuchdevice\\blah",
        Win32Error.ERROR_PATH_NOT_FOUND,
        tested(
            "missing-device-not-found",
            "a device that is not there",
            OBJECT_TEST + ", for CreateFile"));
    create(
        owner,
        "\\\\localhost\\mailslot\\blah",
        Win32Error.ERROR_INVALID_NAME,
        assumed("slot-on-other-machine-refused", "another machine: slots are local", REACTOS));
    open(
        owner,
        play.slot("nobody"),
        Win32Error.ERROR_FILE_NOT_FOUND,
        documented("missing-slot-not-found", "no slot of that name", "CreateMailslotW"));
    open(
        owner,
        play.slot("no\\such\\slot"),
        Win32Error.ERROR_FILE_NOT_FOUND,
        assumed(
            "missing-nested-slot-not-found",
            "no slot below either: its directories are none",
            "pseudo-directories"));
    owner
        .tested("mailslot-device-opens", "the mailslot device itself opens", OBJECT_TEST)
        .succeeds()
        .createFile("\\\\.\\mailslot", 0, SHARE_ALL, null, Win32.OPEN_EXISTING, 0, null);
  }

  private static void create(Actor owner, String path, int error, Claim claim) {
    owner.step(claim).fails(error).createMailslot(path, 0, 0, null);
  }

  private static void open(Actor owner, String path, int error, Claim claim) {
    owner
        .step(claim)
        .fails(error)
        .createFile(path, Win32.GENERIC_WRITE, SHARE_ALL, null, Win32.OPEN_EXISTING, 0, null);
  }
}
