package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    Handle both =
        owner
            .tested(
                "client-opened-for-both-writes-only",
                "asking to read as well does not fail",
                MAILSLOT_TEST)
            .succeeds()
            .createFile(
                path,
                Win32.GENERIC_READ | Win32.GENERIC_WRITE,
                SHARE_ALL,
                null,
                Win32.OPEN_EXISTING,
                0,
                null);
    Handle reader =
        owner
            .tested(
                "client-opened-for-reading-opens", "nor does asking to read only", MAILSLOT_TEST)
            .succeeds()
            .createFile(path, Win32.GENERIC_READ, SHARE_ALL, null, Win32.OPEN_EXISTING, 0, null);
    Handle nothing =
        owner
            .tested("client-opened-for-nothing-opens", "nor asking for nothing", OBJECT_TEST)
            .succeeds()
            .createFile(path, 0, SHARE_ALL, null, Win32.OPEN_EXISTING, 0, null);
    owner
        .tested("client-opened-for-both-writes-only", "the one for both can write", MAILSLOT_TEST)
        .gives(1)
        .writeFile(both, message("1"));
    owner
        .tested("client-end-cannot-read", "and not read", MAILSLOT_TEST)
        .fails(Win32Error.ERROR_INVALID_PARAMETER, Win32Error.ERROR_ACCESS_DENIED)
        .readFile(both, buffer(64));
    owner
        .tested(
            "writing-needs-write-access",
            "the one for reading cannot write",
            "viper-racing-port test/w32_file_test.cpp, for other files")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .writeFile(reader, message("2"));
    owner
        .tested(
            "writing-needs-write-access",
            "nor can the one for nothing",
            "viper-racing-port test/w32_file_test.cpp, for other files")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .writeFile(nothing, message("3"));
    owner
        .tested("client-end-cannot-read", "the writer cannot read", MAILSLOT_TEST)
        .fails(Win32Error.ERROR_INVALID_PARAMETER, Win32Error.ERROR_ACCESS_DENIED)
        .readFile(writer, buffer(64));
    owner
        .tested("server-end-cannot-write", "the server end cannot write", MAILSLOT_TEST)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .writeFile(slot, message("4"));
    owner
        .tested("client-changes-nothing-for-server", "and reads what was written", MAILSLOT_TEST)
        .gives("1")
        .readFile(slot, buffer(64));
    owner
        .tested(
            "client-end-tells-settings",
            "a client end tells the slot's settings too",
            MAILSLOT_TEST)
        .gives(new MailslotInfo(0, NO_MESSAGE, 0, 0))
        .getMailslotInfo(writer);
    owner
        .assumed(
            "client-end-cannot-change-settings",
            "and cannot change them",
            "only the server end has them")
        .fails(Win32Error.ERROR_INVALID_PARAMETER, Win32Error.ERROR_INVALID_HANDLE)
        .setMailslotInfo(writer, 100);
    owner
        .tested(
            "each-open-is-an-object",
            "each open makes another object",
            "wine dlls/kernelbase/tests/process.c, for NUL")
        .gives(false)
        .compareObjectHandles(writer, both);
    Handle inheritable =
        owner
            .documented(
                "client-created-inheritable", "a client handle can be inheritable", "CreateFileW")
            .succeeds()
            .createFile(
                path,
                Win32.GENERIC_WRITE,
                SHARE_ALL,
                SecurityAttributes.INHERITABLE,
                Win32.OPEN_EXISTING,
                0,
                null);
    owner
        .documented("client-created-inheritable", "which it then is", "CreateFileW")
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(inheritable);
    shareModes(play, owner);
  }

  private static void shareModes(Play play, Actor owner) {
    String path = play.slot("share");
    slot(play, owner, "share");
    owner
        .tested("client-sharing-nothing-opens", "no sharing at all opens", MAILSLOT_TEST)
        .succeeds()
        .createFile(path, Win32.GENERIC_WRITE, 0, null, Win32.OPEN_EXISTING, 0, null);
    owner
        .observed(
            "client-sharing-writing-only-opens",
            "sharing for writing only opens",
            "go-winio and others on Windows 10")
        .succeeds()
        .createFile(
            path, Win32.GENERIC_WRITE, Win32.FILE_SHARE_WRITE, null, Win32.OPEN_EXISTING, 0, null);
    owner
        .tested(
            "second-writer-needs-no-sharing",
            "and so does a further writer that shares for reading only",
            MAILSLOT_TEST)
        .succeeds()
        .createFile(
            path, Win32.GENERIC_WRITE, Win32.FILE_SHARE_READ, null, Win32.OPEN_EXISTING, 0, null);
  }
}
