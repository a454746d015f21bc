package handlelab.story.scenarios;

import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.tested;

import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Claim;
import handlelab.story.Play;

/** Names of mailslots: case, pseudo-directories, forms of the path. */
public final class SlotNames extends Question {
  public SlotNames() {
    super("mailslot-names/forms", "Which paths name the same mailslot?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    slot(play, owner, "Forms");
    String path = play.slot("Forms");
    owner
        .tested("slot-name-taken", "a name that is alive cannot be made again", MAILSLOT_TEST)
        .fails(Win32Error.ERROR_ALREADY_EXISTS)
        .createMailslot(path, 0, 0, null);
    owner
        .documented("slot-name-taken", "nor in another case", "Mailslot Names")
        .fails(Win32Error.ERROR_ALREADY_EXISTS)
        .createMailslot(play.slot("FORMS"), 0, 0, null);
    open(
        owner,
        path.replace("mailslot", "MailSlot"),
        documented("slot-names-ignore-case", "case does not count", "Mailslot Names"));
    open(
        owner,
        path.replace('\\', '/'),
        tested("slot-path-normalised", "slashes are backslashes", PATH_TEST));
    open(
        owner,
        play.slot("sub\\..\\Forms"),
        tested("slot-path-normalised", "dots are resolved", PATH_TEST));
    open(
        owner,
        play.slot(".\\\\Forms"),
        tested("slot-path-normalised", "runs of backslashes are one", PATH_TEST));
    open(
        owner,
        path + ". . ",
        tested("slot-path-normalised", "dots and blanks at the end are cut", PATH_TEST));
    open(
        owner,
        path.replace("\\\\.\\", "\\\\?\\"),
        tested(
            "verbatim-prefix-reaches-same-slots",
            "the other prefix names the same devices",
            MAILSLOT_TEST + ", by the native name"));
    owner
        .documented(
            "pseudo-directories-need-no-parent",
            "a path needs no parent: its directories are none",
            "CreateMailslotW")
        .succeeds()
        .createMailslot(play.slot("a\\b\\c"), 0, 0, null);
    open(
        owner,
        play.slot("A\\B\\C"),
        documented(
            "pseudo-directories-need-no-parent", "it is opened by its path", "Mailslot Names"));
    owner
        .assumed(
            "pseudo-directory-is-no-slot",
            "a directory of a name is no slot",
            "directories are part of the name")
        .fails(Win32Error.ERROR_FILE_NOT_FOUND)
        .createFile(
            play.slot("a\\b"), Win32.GENERIC_WRITE, SHARE_ALL, null, Win32.OPEN_EXISTING, 0, null);
    owner
        .assumed(
            "slot-beside-its-pseudo-directory",
            "but can be one",
            "directories are part of the name")
        .succeeds()
        .createMailslot(play.slot("a"), 0, 0, null);
  }

  private static void open(Actor owner, String path, Claim claim) {
    owner
        .step(claim)
        .succeeds()
        .createFile(path, Win32.GENERIC_WRITE, SHARE_ALL, null, Win32.OPEN_EXISTING, 0, null);
  }
}
