package handlelab.story.scenarios;

import static handlelab.api.Win32.DUPLICATE_SAME_ACCESS;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Play;

/** The access that a duplicate allows. */
public final class DuplicateAccess extends Question {
  private static final String PAGE = "DuplicateHandle";

  public DuplicateAccess() {
    super("duplicate/access", "What may a duplicate do that its source may, or may not?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle slot = slot(play, owner, "access");
    Handle client = client(play, owner, "access");
    Handle reduced =
        owner
            .documented("duplicate-with-less-access", "a client handle reduced to waiting", PAGE)
            .succeeds()
            .duplicateHandle(SELF, client, SELF, Win32.SYNCHRONIZE, false, 0);
    owner
        .tested(
            "writing-needs-write-access",
            "cannot write",
            "viper-racing-port test/w32_file_test.cpp, for other files")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .writeFile(reduced, message("no"));
    owner
        .documented("duplicate-shares-object", "its source still can", PAGE)
        .gives(3)
        .writeFile(client, message("yes"));
    Handle copy =
        owner
            .documented(
                "same-access-ignores-access-asked",
                "DUPLICATE_SAME_ACCESS ignores what is asked for",
                PAGE)
            .succeeds()
            .duplicateHandle(
                SELF, reduced, SELF, Win32.FILE_WRITE_DATA, false, DUPLICATE_SAME_ACCESS);
    owner
        .documented("same-access-ignores-access-asked", "and keeps the reduced access", PAGE)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .writeFile(copy, message("no"));
    owner
        .documented("file-handle-not-raised", "a file handle cannot be raised again", PAGE)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .duplicateHandle(SELF, reduced, SELF, Win32.FILE_WRITE_DATA, false, 0);
    owner
        .documented(
            "server-end-not-raised-to-writing",
            "a server handle cannot become one for writing",
            PAGE)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .duplicateHandle(SELF, slot, SELF, Win32.GENERIC_WRITE, false, 0);
    owner
        .tested("impossible-access-denied", "all bits at once are refused", OBJECT_TEST)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .duplicateHandle(SELF, slot, SELF, -1, false, 0);
    Handle none =
        owner
            .tested("duplicate-with-no-access", "no access at all is a handle", OBJECT_TEST)
            .succeeds()
            .duplicateHandle(SELF, slot, SELF, 0, false, 0);
    owner
        .observed(
            "duplicate-with-no-access", "that has flags", "ntdoc: NtQueryObject asks for no access")
        .gives(0)
        .getHandleInformation(none);
    owner
        .tested(
            "duplicate-with-no-access",
            "and cannot read",
            "viper-racing-port test/w32_file_test.cpp, for other files")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .readFile(none, buffer(64));
    owner
        .documented("duplicate-shares-object", "the message is there", PAGE)
        .gives("yes")
        .readFile(slot, buffer(64));
  }
}
