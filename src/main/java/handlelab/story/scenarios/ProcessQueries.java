package handlelab.story.scenarios;

import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.ProcessTimes;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;

/** What a process handle tells: the image and the times. */
public final class ProcessQueries extends Question {
  public ProcessQueries() {
    super("process-queries/image-and-times", "What does a handle tell of its process?");
  }

  @Override
  public void play(Play play) {
    Actor parent = play.process("parent");
    Child child = bareChild(parent);
    play.fact("process-image-name");
    parent.gives("one's own image", "a full path").queryFullProcessImageName(SELF, 0);
    parent
        .gives("as the system names it", "\\Device\\...")
        .queryFullProcessImageName(child.process(), PROCESS_NAME_NATIVE);
    play.fact("process-opened-by-id");
    Handle limited =
        parent
            .succeeds("a handle for queries")
            .openProcess(PROCESS_QUERY_LIMITED_INFORMATION, false, child.processId());
    play.fact("process-image-name");
    parent.gives("is enough for the image", "a full path").queryFullProcessImageName(limited, 0);
    play.fact("process-opened-by-id");
    Handle waiting =
        parent.succeeds("a handle for waiting").openProcess(SYNCHRONIZE, false, child.processId());
    play.fact("process-queries-need-access");
    parent.fails("is not", ERROR_ACCESS_DENIED).queryFullProcessImageName(waiting, 0);
    parent.fails("nor for the times", ERROR_ACCESS_DENIED).getProcessTimes(waiting);
    parent.fails("no handle", ERROR_INVALID_HANDLE).queryFullProcessImageName(Handle.NULL, 0);
    play.fact("mutex-created-owned");
    Handle mutex = parent.creates("a mutex").createMutex(null, false, null).handle();
    play.fact("file-type-needs-a-file");
    parent.fails("is no file", ERROR_INVALID_HANDLE).getFileType(mutex);
    parent.fails("nor is a process", ERROR_INVALID_HANDLE).getFileType(child.process());
    parent.fails("nor a thread", ERROR_INVALID_HANDLE).getFileType(child.thread());
    Handle slot = slot(play, parent, "slot");
    play.fact("slot-type-is-unknown");
    parent
        .gives("a mailslot is a file of a type that has no name", FILE_TYPE_UNKNOWN)
        .getFileType(slot);
    end(parent, child, "the child ends");
    play.fact("process-times-in-order");
    parent
        .gives("which was after its start", new ProcessTimes(1, 2, 0, 0))
        .getProcessTimes(limited);
  }
}
