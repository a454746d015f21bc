package handlelab.wire;

/** The calls that cross the wire, each with the number that stands for it in a frame. */
enum Operation {
  CREATE_MAILSLOT(1, "CreateMailslotW"),
  GET_MAILSLOT_INFO(2, "GetMailslotInfo"),
  SET_MAILSLOT_INFO(3, "SetMailslotInfo"),
  CREATE_FILE(4, "CreateFileW"),
  READ_FILE(5, "ReadFile"),
  WRITE_FILE(6, "WriteFile"),
  DUPLICATE_HANDLE(7, "DuplicateHandle"),
  CLOSE_HANDLE(8, "CloseHandle"),
  GET_HANDLE_INFORMATION(9, "GetHandleInformation"),
  SET_HANDLE_INFORMATION(10, "SetHandleInformation"),
  COMPARE_OBJECT_HANDLES(11, "CompareObjectHandles"),
  GET_CURRENT_PROCESS(12, "GetCurrentProcess"),
  GET_CURRENT_THREAD(13, "GetCurrentThread"),
  GET_CURRENT_PROCESS_ID(14, "GetCurrentProcessId"),
  GET_PROCESS_ID(15, "GetProcessId"),
  CREATE_PROCESS(16, "CreateProcessW"),
  OPEN_PROCESS(17, "OpenProcess"),
  RESUME_THREAD(18, "ResumeThread"),
  GET_EXIT_CODE_PROCESS(19, "GetExitCodeProcess"),
  TERMINATE_PROCESS(20, "TerminateProcess"),
  WAIT_FOR_SINGLE_OBJECT(21, "WaitForSingleObject"),
  HANDLES(22, "the look into a handle table"),
  PROCESS_IDS(23, "the list of processes"),
  CREATE_CHILD(24, "CreateProcessW"),
  AWAIT_RESUME(25, "the wait for ResumeThread"),
  ABORT_CHILD(26, "the end of a child"),
  CHILD_STARTED(27, "the report of a child's start"),
  CHILD_EXITED(28, "the report of a child's end"),
  CANCEL_IO_EX(29, "CancelIoEx"),
  HANDLES_AMONG(30, "the look at rows of a handle table");

  /** The operations by their number, which are 1 and up without a gap. */
  private static final Operation[] BY_NUMBER = new Operation[values().length + 1];

  static {
    for (Operation operation : values()) {
      BY_NUMBER[operation.number] = operation;
    }
  }

  final int number;

  /** What an error message calls it. */
  final String title;

  Operation(int number, String title) {
    this.number = number;
    this.title = title;
  }

  static Operation of(int number) throws MalformedFrameException {
    if (number < 1 || number >= BY_NUMBER.length) {
      throw new MalformedFrameException("no call has the number " + number);
    }
    return BY_NUMBER[number];
  }

  /** Whether the call may wait for something that another process does. */
  boolean mayWait() {
    return this == READ_FILE || this == WAIT_FOR_SINGLE_OBJECT || this == AWAIT_RESUME;
  }
}
