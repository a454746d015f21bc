package handlelab.wire;

/**
 * A request's frame: one byte for the call, one that says whether the calling thread is
 * interrupted, and the call's fields.
 */
final class RequestCodec {
  /**
   * What stands in the place of a call's number in a frame that asks for the end of the call under
   * way, if there is one. Such a frame is no call, and is not answered.
   */
  static final byte CANCEL = 0;

  private RequestCodec() {}

  static void writeCancel(FrameWriter out) {
    out.begin();
    out.putByte(CANCEL);
  }

  static void write(Request request, boolean isInterrupted, FrameWriter out) {
    out.begin();
    out.putByte(request.operation().number);
    out.putBoolean(isInterrupted);
    request.write(out);
  }

  /** The fields of {@code operation}; whole, and nothing after them. */
  static Request read(Operation operation, FrameReader in) throws MalformedFrameException {
    Request request = readFields(operation, in);
    if (operation != Operation.WRITE_FILE) {
      in.end();
    }
    return request;
  }

  private static Request readFields(Operation operation, FrameReader in)
      throws MalformedFrameException {
    return switch (operation) {
      case CREATE_MAILSLOT -> MailslotRequest.CreateMailslot.read(in);
      case GET_MAILSLOT_INFO -> MailslotRequest.GetMailslotInfo.read(in);
      case SET_MAILSLOT_INFO -> MailslotRequest.SetMailslotInfo.read(in);
      case CREATE_FILE -> MailslotRequest.CreateFile.read(in);
      case READ_FILE -> MailslotRequest.ReadFile.read(in);
      case WRITE_FILE -> MailslotRequest.WriteFile.read(in);
      case DUPLICATE_HANDLE -> HandleRequest.DuplicateHandle.read(in);
      case CLOSE_HANDLE -> HandleRequest.CloseHandle.read(in);
      case GET_HANDLE_INFORMATION -> HandleRequest.GetHandleInformation.read(in);
      case SET_HANDLE_INFORMATION -> HandleRequest.SetHandleInformation.read(in);
      case COMPARE_OBJECT_HANDLES -> HandleRequest.CompareObjectHandles.read(in);
      case GET_CURRENT_PROCESS -> ProcessRequest.Current.PROCESS;
      case GET_CURRENT_THREAD -> ProcessRequest.Current.THREAD;
      case GET_CURRENT_PROCESS_ID -> ProcessRequest.Current.PROCESS_ID;
      case GET_PROCESS_ID -> ProcessRequest.GetProcessId.read(in);
      case CREATE_PROCESS -> ProcessRequest.CreateProcess.read(in);
      case OPEN_PROCESS -> ProcessRequest.OpenProcess.read(in);
      case RESUME_THREAD -> ProcessRequest.ResumeThread.read(in);
      case GET_EXIT_CODE_PROCESS -> ProcessRequest.GetExitCodeProcess.read(in);
      case TERMINATE_PROCESS -> ProcessRequest.TerminateProcess.read(in);
      case WAIT_FOR_SINGLE_OBJECT -> ProcessRequest.WaitForSingleObject.read(in);
      case HANDLES -> TableRequest.Handles.read(in);
      case PROCESS_IDS -> new TableRequest.ProcessIds();
      case CREATE_CHILD -> ChildRequest.CreateChild.read(in);
      case AWAIT_RESUME -> ChildRequest.AwaitResume.read(in);
      case ABORT_CHILD -> ChildRequest.AbortChild.read(in);
      case CHILD_STARTED -> ChildRequest.ChildStarted.read(in);
      case CHILD_EXITED -> ChildRequest.ChildExited.read(in);
      case CANCEL_IO_EX -> MailslotRequest.CancelIoEx.read(in);
      case HANDLES_AMONG -> TableRequest.HandlesAmong.read(in);
    };
  }
}
