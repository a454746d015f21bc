package handlelab.jna;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Overlapped;
import handlelab.api.PeekResult;
import handlelab.api.PipeState;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;

/** Pipes and mailslots: opening, reading and writing, with an OVERLAPPED and without. */
final class FileFunctions {
  private static final long INVALID_HANDLE_VALUE = -1;

  private FileFunctions() {}

  static void addTo(SimulatedLibrary library) {
    library.add("CreateFile*", INVALID_HANDLE_VALUE, FileFunctions::createFile);
    library.add("ReadFile", 0, FileFunctions::readFile);
    library.add("WriteFile", 0, FileFunctions::writeFile);
    library.addMethods(0, "FlushFileBuffers");
    library.add("GetOverlappedResult", 0, Operations::getResult);
    library.add(
        "CancelIo",
        call -> {
          call.kernel32().cancelIo(call.handle(0));
          Operations.endedBy(call);
        });
    library.add("CancelIoEx", FileFunctions::cancelIoEx);
    library.addWritingMethods(0, "CreatePipe");
    library.addMethods(INVALID_HANDLE_VALUE, "CreateNamedPipe*", "CreateMailslot*");
    library.add("ConnectNamedPipe", 0, FileFunctions::connectNamedPipe);
    library.add(
        "DisconnectNamedPipe",
        call -> {
          call.kernel32().disconnectNamedPipe(call.handle(0));
          Operations.endedBy(call);
        });
    library.add("WaitNamedPipe*", FileFunctions::waitNamedPipe);
    library.add("PeekNamedPipe", FileFunctions::peekNamedPipe);
    library.add("GetNamedPipeHandleState*", FileFunctions::getNamedPipeHandleState);
    library.add("SetNamedPipeHandleState", FileFunctions::setNamedPipeHandleState);
    library.addWritingMethods(1, "GetNamedPipeInfo", "GetMailslotInfo");
    library.addMethods(0, "SetMailslotInfo");
  }

  private static long createFile(SimulatedCall call) throws Throwable {
    String name = call.text(0);
    if (name != null && !name.startsWith("\\\\")) {
      throw Refusal.of(call.function(), name + ", which is no pipe and no mailslot");
    }
    Handle file =
        call.kernel32()
            .createFile(
                name,
                call.number(1),
                call.number(2),
                call.attributes(3),
                call.number(4),
                call.number(5),
                call.isNull(6) ? null : call.handle(6));
    call.setError(Win32Error.ERROR_SUCCESS);
    return file.value();
  }

  private static long readFile(SimulatedCall call) {
    ByteBuffer target = data(call);
    return Operations.perform(
        call, 3, 4, overlapped -> call.kernel32().readFile(call.handle(0), target, overlapped));
  }

  private static long writeFile(SimulatedCall call) {
    ByteBuffer source = data(call);
    return Operations.perform(
        call, 3, 4, overlapped -> call.kernel32().writeFile(call.handle(0), source, overlapped));
  }

  private static ByteBuffer data(SimulatedCall call) {
    return call.isNull(1) ? ByteBuffer.allocate(0) : call.memory(1, call.number(2));
  }

  private static void cancelIoEx(SimulatedCall call) {
    Overlapped overlapped = null;
    if (!call.isNull(1)) {
      overlapped = Operations.pending(call.arguments().value(1));
      if (overlapped == null) {
        var unused = call.kernel32().getFileType(call.handle(0)); // for its errors
        throw new Win32Exception(call.function(), Win32Error.ERROR_NOT_FOUND);
      }
    }
    if (!call.kernel32().cancelIoEx(call.handle(0), overlapped)) {
      throw new Win32Exception(call.function(), Win32Error.ERROR_NOT_FOUND);
    }
    Operations.endedBy(call);
  }

  private static long connectNamedPipe(SimulatedCall call) {
    return Operations.perform(
        call,
        -1,
        1,
        overlapped -> {
          ConnectState state = call.kernel32().connectNamedPipe(call.handle(0), overlapped);
          return switch (state) {
            case CONNECTED -> new IoResult(IoState.DONE, 0);
            case PENDING -> new IoResult(IoState.PENDING, 0);
            case ALREADY_CONNECTED -> throw failed(call, Win32Error.ERROR_PIPE_CONNECTED);
            case LISTENING -> throw failed(call, Win32Error.ERROR_PIPE_LISTENING);
          };
        });
  }

  private static Win32Exception failed(SimulatedCall call, int error) {
    return new Win32Exception(call.function(), error);
  }

  private static void waitNamedPipe(SimulatedCall call) throws Throwable {
    if (!call.kernel32().waitNamedPipe(call.text(0), call.number(1))) {
      throw failed(call, Win32Error.ERROR_SEM_TIMEOUT);
    }
  }

  private static void peekNamedPipe(SimulatedCall call) {
    PeekResult result =
        call.isNull(1)
            ? call.kernel32().peekNamedPipe(call.handle(0))
            : call.kernel32().peekNamedPipe(call.handle(0), data(call));
    call.putInt(3, result.bytesRead());
    call.putInt(4, result.totalAvailable());
    call.putInt(5, result.leftInMessage());
  }

  private static void getNamedPipeHandleState(SimulatedCall call) {
    if (!call.isNull(3) || !call.isNull(4) || !call.isNull(5)) {
      throw Refusal.of(call.function(), "collection data or a user's name");
    }
    PipeState state = call.kernel32().getNamedPipeHandleState(call.handle(0));
    call.putInt(1, state.mode());
    call.putInt(2, state.instances());
  }

  private static void setNamedPipeHandleState(SimulatedCall call) {
    if (!call.isNull(2) || !call.isNull(3)) {
      throw Refusal.of(call.function(), "collection data");
    }
    if (!call.isNull(1)) {
      int mode = call.memory(1, Integer.BYTES).getInt();
      call.kernel32().setNamedPipeHandleState(call.handle(0), mode);
    }
  }
}
