package handlelab.jna;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.Win32Error;

/** Handles, standard handles, events, mutexes, semaphores and waits. */
final class ObjectFunctions {
  private static final long INVALID_HANDLE_VALUE = -1;
  private static final long WAIT_FAILED = -1;

  private ObjectFunctions() {}

  static void addTo(SimulatedLibrary library) {
    addHandles(library);
    addObjects(library);
    addWaits(library);
  }

  private static void addHandles(SimulatedLibrary library) {
    library.add(
        "CloseHandle",
        call -> {
          call.kernel32().closeHandle(call.handle(0));
          Operations.endedBy(call);
        });
    library.add("DuplicateHandle", ObjectFunctions::duplicateHandle);
    library.add(
        "GetHandleInformation",
        call -> call.putInt(1, call.kernel32().getHandleInformation(call.handle(0))));
    library.add(
        "SetHandleInformation",
        call ->
            call.kernel32().setHandleInformation(call.handle(0), call.number(1), call.number(2)));
    library.add("CompareObjectHandles", 0, ObjectFunctions::compareObjectHandles);
    library.add(
        "GetStdHandle",
        INVALID_HANDLE_VALUE,
        call -> call.kernel32().getStdHandle(call.number(0)).value());
    library.add(
        "SetStdHandle", call -> call.kernel32().setStdHandle(call.number(0), call.handle(1)));
    library.add("GetFileType", 0, ObjectFunctions::getFileType);
  }

  private static void duplicateHandle(SimulatedCall call) {
    Handle duplicate =
        call.kernel32()
            .duplicateHandle(
                call.handle(0),
                call.handle(1),
                call.handle(2),
                call.number(4),
                call.flag(5),
                call.number(6));
    call.putLong(3, duplicate.value());
  }

  private static long compareObjectHandles(SimulatedCall call) {
    if (call.kernel32().compareObjectHandles(call.handle(0), call.handle(1))) {
      return 1;
    }
    call.setError(Win32Error.ERROR_NOT_SAME_OBJECT);
    return 0;
  }

  /** The result 0 has two meanings, which the last error tells apart. */
  private static long getFileType(SimulatedCall call) {
    int type = call.kernel32().getFileType(call.handle(0));
    call.setError(Win32Error.ERROR_SUCCESS);
    return type;
  }

  private static void addObjects(SimulatedLibrary library) {
    library.add(
        "CreateEvent*",
        0,
        call ->
            created(
                call,
                call.kernel32()
                    .createEvent(call.attributes(0), call.flag(1), call.flag(2), call.text(3))));
    library.add(
        "CreateMutex*",
        0,
        call ->
            created(
                call, call.kernel32().createMutex(call.attributes(0), call.flag(1), call.text(2))));
    library.add(
        "CreateSemaphore*",
        0,
        call ->
            created(
                call,
                call.kernel32()
                    .createSemaphore(
                        call.attributes(0), call.number(1), call.number(2), call.text(3))));
    library.add(
        "OpenEvent*",
        0,
        call -> call.kernel32().openEvent(call.number(0), call.flag(1), call.text(2)).value());
    library.add(
        "OpenMutex*",
        0,
        call -> call.kernel32().openMutex(call.number(0), call.flag(1), call.text(2)).value());
    library.add(
        "OpenSemaphore*",
        0,
        call -> call.kernel32().openSemaphore(call.number(0), call.flag(1), call.text(2)).value());
    library.add("SetEvent", call -> call.kernel32().setEvent(call.handle(0)));
    library.add("ResetEvent", call -> call.kernel32().resetEvent(call.handle(0)));
    library.add("ReleaseMutex", call -> call.kernel32().releaseMutex(call.handle(0)));
    library.add(
        "ReleaseSemaphore",
        call -> call.putInt(2, call.kernel32().releaseSemaphore(call.handle(0), call.number(1))));
  }

  /** ERROR_ALREADY_EXISTS stands beside a handle. */
  private static long created(SimulatedCall call, Created created) {
    call.setError(created.existed() ? Win32Error.ERROR_ALREADY_EXISTS : Win32Error.ERROR_SUCCESS);
    return created.handle().value();
  }

  private static void addWaits(SimulatedLibrary library) {
    for (String name : new String[] {"WaitForSingleObject", "WaitForSingleObjectEx"}) {
      library.add(
          name,
          WAIT_FAILED,
          call -> waited(call.kernel32().waitForSingleObject(call.handle(0), call.number(1))));
    }
    for (String name : new String[] {"WaitForMultipleObjects", "WaitForMultipleObjectsEx"}) {
      library.add(
          name,
          WAIT_FAILED,
          call ->
              waited(
                  call.kernel32()
                      .waitForMultipleObjects(
                          call.handles(1, call.number(0)), call.flag(2), call.number(3))));
    }
  }

  /** A wait may have ended because an overlapped operation has. */
  private static long waited(int result) {
    Operations.showDone(operation -> true);
    return result;
  }
}
