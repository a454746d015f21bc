package handlelab.story.scenarios;

import static handlelab.api.MailslotInfo.NO_MESSAGE;
import static handlelab.story.Claim.assumed;
import static handlelab.story.Claim.documented;
import static handlelab.story.Claim.observed;
import static handlelab.story.Claim.tested;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Play;
import handlelab.story.Player;

/** Opening a slot, and what each end may do. */
public final class ClientEnds extends Question {
  public ClientEnds() {
    super("mailslot-clients/access", "What may each end of a mailslot do?");
  }

  @Override
  public void play(Play play) {
    Player owner = play.process("owner");
    String path = play.slot("ends");
    Handle slot = slot(play, owner, "ends");
    Handle writer = client(play, owner, "ends");
    Handle both =
        owner
            .step(
                tested(
                    "client-opened-for-both-writes-only",
                    "asking to read as well does not fail",
                    MAILSLOT_TEST))
            .createFile(path, Win32.GENERIC_READ | Win32.GENERIC_WRITE, SHARE_ALL, null);
    Handle reader =
        owner
            .step(
                tested(
                    "client-opened-for-reading-opens",
                    "nor does asking to read only",
                    MAILSLOT_TEST))
            .createFile(path, Win32.GENERIC_READ, SHARE_ALL, null);
    Handle nothing =
        owner
            .step(tested("client-opened-for-nothing-opens", "nor asking for nothing", OBJECT_TEST))
            .createFile(path, 0, SHARE_ALL, null);
    owner
        .step(
            tested(
                "client-opened-for-both-writes-only", "the one for both can write", MAILSLOT_TEST))
        .gives(1)
        .writeFile(both, "1");
    owner
        .step(tested("client-end-cannot-read", "and not read", MAILSLOT_TEST))
        .fails(Win32Error.ERROR_INVALID_PARAMETER, Win32Error.ERROR_ACCESS_DENIED)
        .readFile(both, 64);
    owner
        .step(
            tested(
                "writing-needs-write-access",
                "the one for reading cannot write",
                "viper-racing-port test/w32_file_test.cpp, for other files"))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .writeFile(reader, "2");
    owner
        .step(
            tested(
                "writing-needs-write-access",
                "nor can the one for nothing",
                "viper-racing-port test/w32_file_test.cpp, for other files"))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .writeFile(nothing, "3");
    owner
        .step(tested("client-end-cannot-read", "the writer cannot read", MAILSLOT_TEST))
        .fails(Win32Error.ERROR_INVALID_PARAMETER, Win32Error.ERROR_ACCESS_DENIED)
        .readFile(writer, 64);
    owner
        .step(tested("server-end-cannot-write", "the server end cannot write", MAILSLOT_TEST))
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .writeFile(slot, "4");
    owner
        .step(
            tested(
                "client-changes-nothing-for-server", "and reads what was written", MAILSLOT_TEST))
        .gives("1")
        .readFile(slot, 64);
    owner
        .step(
            tested(
                "client-end-tells-settings",
                "a client end tells the slot's settings too",
                MAILSLOT_TEST))
        .givesInfo(0, NO_MESSAGE, 0, 0)
        .getMailslotInfo(writer);
    owner
        .step(
            assumed(
                "client-end-cannot-change-settings",
                "and cannot change them",
                "only the server end has them"))
        .fails(Win32Error.ERROR_INVALID_PARAMETER, Win32Error.ERROR_INVALID_HANDLE)
        .setMailslotInfo(writer, 100);
    owner
        .step(
            tested(
                "each-open-is-an-object",
                "each open makes another object",
                "wine dlls/kernelbase/tests/process.c, for NUL"))
        .gives(false)
        .compareObjectHandles(writer, both);
    Handle inheritable =
        owner
            .step(
                documented(
                    "client-created-inheritable",
                    "a client handle can be inheritable",
                    "CreateFileW"))
            .createFile(path, Win32.GENERIC_WRITE, SHARE_ALL, SecurityAttributes.INHERITABLE);
    owner
        .step(documented("client-created-inheritable", "which it then is", "CreateFileW"))
        .givesFlags(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(inheritable);
    shareModes(play, owner);
  }

  private static void shareModes(Play play, Player owner) {
    String path = play.slot("share");
    slot(play, owner, "share");
    owner
        .step(tested("client-sharing-nothing-opens", "no sharing at all opens", MAILSLOT_TEST))
        .createFile(path, Win32.GENERIC_WRITE, 0, null);
    owner
        .step(
            observed(
                "client-sharing-writing-only-opens",
                "sharing for writing only opens",
                "go-winio and others on Windows 10"))
        .createFile(path, Win32.GENERIC_WRITE, Win32.FILE_SHARE_WRITE, null);
    owner
        .step(
            tested(
                "second-writer-needs-no-sharing",
                "and so does a further writer that shares for reading only",
                MAILSLOT_TEST))
        .createFile(path, Win32.GENERIC_WRITE, Win32.FILE_SHARE_READ, null);
  }
}
