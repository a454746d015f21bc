package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.story.Actor;
import handlelab.story.Play;

/** Opening a slot, and what each end may do. */
public final class ClientEnds extends Question {
  public ClientEnds() {
    super("mailslot-clients/access", "What may each end of a mailslot do?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    String path = play.slot("ends");
    Handle slot = slot(play, owner, "ends");
    Handle writer = client(play, owner, "ends");
    play.fact("client-opened-for-both-writes-only");
    Handle both =
        owner
            .succeeds("asking to read as well does not fail")
            .createFile(
                path, GENERIC_READ | GENERIC_WRITE, SHARE_ALL, null, OPEN_EXISTING, 0, null);
    play.fact("client-opened-for-reading-opens");
    Handle reader = open(owner.succeeds("nor does asking to read only"), path, GENERIC_READ);
    play.fact("client-opened-for-nothing-opens");
    Handle nothing = open(owner.succeeds("nor asking for nothing"), path, 0);
    play.fact("client-opened-for-both-writes-only");
    owner.gives("the one for both can write", 1).writeFile(both, message("1"));
    play.fact("client-end-cannot-read");
    owner
        .fails("and not read", ERROR_INVALID_PARAMETER, ERROR_ACCESS_DENIED)
        .readFile(both, buffer(64));
    play.fact("writing-needs-write-access");
    owner
        .fails("the one for reading cannot write", ERROR_ACCESS_DENIED)
        .writeFile(reader, message("2"));
    owner
        .fails("nor can the one for nothing", ERROR_ACCESS_DENIED)
        .writeFile(nothing, message("3"));
    play.fact("client-end-cannot-read");
    owner
        .fails("the writer cannot read", ERROR_INVALID_PARAMETER, ERROR_ACCESS_DENIED)
        .readFile(writer, buffer(64));
    play.fact("server-end-cannot-write");
    owner.fails("the server end cannot write", ERROR_ACCESS_DENIED).writeFile(slot, message("4"));
    play.fact("client-changes-nothing-for-server");
    owner.gives("and reads what was written", "1").readFile(slot, buffer(64));
    play.fact("client-end-tells-settings");
    owner
        .gives("a client end tells the slot's settings too", new MailslotInfo(0, NO_MESSAGE, 0, 0))
        .getMailslotInfo(writer);
    play.fact("client-end-cannot-change-settings");
    owner
        .fails("and cannot change them", ERROR_INVALID_PARAMETER, ERROR_INVALID_HANDLE)
        .setMailslotInfo(writer, 100);
    play.fact("each-open-is-an-object");
    owner.gives("each open makes another object", false).compareObjectHandles(writer, both);
    play.fact("client-created-inheritable");
    Handle inheritable =
        owner
            .succeeds("a client handle can be inheritable")
            .createFile(path, GENERIC_WRITE, SHARE_ALL, INHERITABLE, OPEN_EXISTING, 0, null);
    owner.gives("which it then is", HANDLE_FLAG_INHERIT).getHandleInformation(inheritable);
    shareModes(play, owner);
  }

  private static void shareModes(Play play, Actor owner) {
    String path = play.slot("share");
    slot(play, owner, "share");
    play.fact("client-sharing-nothing-opens");
    owner
        .succeeds("no sharing at all opens")
        .createFile(path, GENERIC_WRITE, 0, null, OPEN_EXISTING, 0, null);
    play.fact("client-sharing-writing-only-opens");
    owner
        .succeeds("sharing for writing only opens")
        .createFile(path, GENERIC_WRITE, FILE_SHARE_WRITE, null, OPEN_EXISTING, 0, null);
    play.fact("second-writer-needs-no-sharing");
    owner
        .succeeds("and so does a further writer that shares for reading only")
        .createFile(path, GENERIC_WRITE, FILE_SHARE_READ, null, OPEN_EXISTING, 0, null);
  }
}
