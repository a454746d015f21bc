package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.story.Actor;
import handlelab.story.Play;

/** The access that a duplicate allows. */
public final class DuplicateAccess extends Question {
  public DuplicateAccess() {
    super("duplicate/access", "What may a duplicate do that its source may, or may not?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle slot = slot(play, owner, "access");
    Handle client = client(play, owner, "access");
    play.fact("duplicate-with-less-access");
    Handle reduced =
        withAccess(owner.succeeds("a client handle reduced to waiting"), client, SYNCHRONIZE);
    play.fact("writing-needs-write-access");
    owner.fails("cannot write", ERROR_ACCESS_DENIED).writeFile(reduced, message("no"));
    play.fact("duplicate-shares-object");
    owner.gives("its source still can", 3).writeFile(client, message("yes"));
    play.fact("same-access-ignores-access-asked");
    Handle copy =
        owner
            .succeeds("DUPLICATE_SAME_ACCESS ignores what is asked for")
            .duplicateHandle(SELF, reduced, SELF, FILE_WRITE_DATA, false, DUPLICATE_SAME_ACCESS);
    owner.fails("and keeps the reduced access", ERROR_ACCESS_DENIED).writeFile(copy, message("no"));
    play.fact("file-handle-not-raised");
    owner
        .fails("a file handle cannot be raised again", ERROR_ACCESS_DENIED)
        .duplicateHandle(SELF, reduced, SELF, FILE_WRITE_DATA, false, 0);
    play.fact("server-end-not-raised-to-writing");
    owner
        .fails("a server handle cannot become one for writing", ERROR_ACCESS_DENIED)
        .duplicateHandle(SELF, slot, SELF, GENERIC_WRITE, false, 0);
    play.fact("impossible-access-denied");
    withAccess(owner.fails("all bits at once are refused", ERROR_ACCESS_DENIED), slot, -1);
    play.fact("duplicate-with-no-access");
    Handle none = withAccess(owner.succeeds("no access at all is a handle"), slot, 0);
    owner.gives("that has flags", 0).getHandleInformation(none);
    owner.fails("and cannot read", ERROR_ACCESS_DENIED).readFile(none, buffer(64));
    play.fact("duplicate-shares-object");
    owner.gives("the message is there", "yes").readFile(slot, buffer(64));
  }
}
