package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.story.Actor;
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
    play.fact("slot-name-taken");
    owner
        .fails("a name that is alive cannot be made again", ERROR_ALREADY_EXISTS)
        .createMailslot(path, 0, 0, null);
    owner
        .fails("nor in another case", ERROR_ALREADY_EXISTS)
        .createMailslot(play.slot("FORMS"), 0, 0, null);
    play.fact("slot-names-ignore-case");
    opens(owner, "case does not count", path.replace("mailslot", "MailSlot"));
    play.fact("slot-path-normalised");
    opens(owner, "slashes are backslashes", path.replace('\\', '/'));
    opens(owner, "dots are resolved", play.slot("sub\\..\\Forms"));
    opens(owner, "runs of backslashes are one", play.slot(".\\\\Forms"));
    opens(owner, "dots and blanks at the end are cut", path + ". . ");
    play.fact("verbatim-prefix-reaches-same-slots");
    opens(owner, "the other prefix names the same devices", path.replace("\\\\.\\", "\\\\?\\"));
    play.fact("pseudo-directories-need-no-parent");
    owner
        .succeeds("a path needs no parent: its directories are none")
        .createMailslot(play.slot("a\\b\\c"), 0, 0, null);
    opens(owner, "it is opened by its path", play.slot("A\\B\\C"));
    play.fact("pseudo-directory-is-no-slot");
    owner
        .fails("a directory of a name is no slot", ERROR_FILE_NOT_FOUND)
        .createFile(play.slot("a\\b"), GENERIC_WRITE, SHARE_ALL, null, OPEN_EXISTING, 0, null);
    play.fact("slot-beside-its-pseudo-directory");
    owner.succeeds("but can be one").createMailslot(play.slot("a"), 0, 0, null);
  }

  private static void opens(Actor owner, String statement, String path) {
    open(owner.succeeds(statement), path, GENERIC_WRITE);
  }
}
