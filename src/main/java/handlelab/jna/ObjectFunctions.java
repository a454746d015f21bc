package handlelab.jna;

import handlelab.api.Win32Error;

/** Handles, standard handles, events, mutexes, semaphores and waits. */
final class ObjectFunctions {
  private static final long INVALID_HANDLE_VALUE = -1;
  private static final long WAIT_FAILED = -1;

  private ObjectFunctions() {}

  static void addTo(SimulatedLibrary library) {
    library.add(
        "CloseHandle",
        call -> {
          call.kernel32().closeHandle(call.handle(0));
          Operations.endedBy(call);
        });
    library.addWritingMethods(3, "DuplicateHandle");
    library.addWritingMethods(1, "GetHandleInformation");
    library.addMethods(0, "SetHandleInformation", "SetStdHandle");
    library.addMethods(INVALID_HANDLE_VALUE, "GetStdHandle");
    library.add("CompareObjectHandles", 0, ObjectFunctions::compareObjectHandles);
    library.add("GetFileType", 0, ObjectFunctions::getFileType);
    library.addMethods(0, "CreateEvent*", "CreateMutex*", "CreateSemaphore*");
    library.addMethods(0, "OpenEvent*", "OpenMutex*", "OpenSemaphore*");
    library.addMethods(0, "SetEvent", "ResetEvent", "ReleaseMutex");
    library.addWritingMethods(2, "ReleaseSemaphore");
    addWaits(library);
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
