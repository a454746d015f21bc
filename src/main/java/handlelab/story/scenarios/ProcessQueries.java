package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.ProcessTimes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    parent
        .tested("process-image-name", "one\'s own image", PROCESS_TEST)
        .gives("a full path")
        .queryFullProcessImageName(SELF, 0);
    parent
        .tested("process-image-name", "as the system names it", PROCESS_TEST)
        .gives("\\Device\\...")
        .queryFullProcessImageName(child.process(), Win32.PROCESS_NAME_NATIVE);
    Handle limited =
        parent
            .documented("process-opened-by-id", "a handle for queries", "OpenProcess")
            .succeeds()
            .openProcess(Win32.PROCESS_QUERY_LIMITED_INFORMATION, false, child.processId());
    parent
        .documented("process-image-name", "is enough for the image", "QueryFullProcessImageNameW")
        .gives("a full path")
        .queryFullProcessImageName(limited, 0);
    Handle waiting =
        parent
            .documented("process-opened-by-id", "a handle for waiting", "OpenProcess")
            .succeeds()
            .openProcess(Win32.SYNCHRONIZE, false, child.processId());
    parent
        .documented("process-queries-need-access", "is not", "QueryFullProcessImageNameW")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .queryFullProcessImageName(waiting, 0);
    parent
        .documented("process-queries-need-access", "nor for the times", "GetProcessTimes")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .getProcessTimes(waiting);
    parent
        .tested("process-queries-need-access", "no handle", PROCESS_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .queryFullProcessImageName(Handle.NULL, 0);
    Handle mutex =
        parent
            .documented("mutex-created-owned", "a mutex", "CreateMutexW")
            .creates()
            .createMutex(null, false, null)
            .handle();
    parent
        .tested("file-type-needs-a-file", "is no file", FILE_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getFileType(mutex);
    parent
        .tested("file-type-needs-a-file", "nor is a process", FILE_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getFileType(child.process());
    parent
        .tested("file-type-needs-a-file", "nor a thread", FILE_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getFileType(child.thread());
    Handle slot = slot(play, parent, "slot");
    parent
        .tested(
            "slot-type-is-unknown", "a mailslot is a file of a type that has no name", FILE_TEST)
        .gives(Win32.FILE_TYPE_UNKNOWN)
        .getFileType(slot);
    end(parent, child, "the child ends");
    parent
        .documented("process-times-in-order", "which was after its start", "GetProcessTimes")
        .gives(new ProcessTimes(1, 2, 0, 0))
        .getProcessTimes(limited);
  }
}
