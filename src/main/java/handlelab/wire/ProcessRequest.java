package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls on processes and threads, and waiting. */
sealed interface ProcessRequest extends Request {
  /** A call without a parameter that tells the caller who it is. */
  enum Current implements ProcessRequest {
    PROCESS(Operation.GET_CURRENT_PROCESS),
    THREAD(Operation.GET_CURRENT_THREAD),
    PROCESS_ID(Operation.GET_CURRENT_PROCESS_ID);

    private final Operation operation;

    Current(Operation operation) {
      this.operation = operation;
    }

    @Override
    public Operation operation() {
      return operation;
    }

    @Override
    public void write(FrameWriter out) {}

    @Override
    public Reply answer(Served served) {
      Kernel32 kernel32 = served.kernel32();
      return switch (this) {
        case PROCESS -> Reply.Value.of(kernel32.getCurrentProcess());
        case THREAD -> Reply.Value.of(kernel32.getCurrentThread());
        case PROCESS_ID -> new Reply.Value(kernel32.getCurrentProcessId());
      };
    }
  }

  record GetProcessId(Handle process) implements ProcessRequest {
    static GetProcessId read(FrameReader in) throws MalformedFrameException {
      return new GetProcessId(in.getHandle());
    }

    @Override
    public Operation operation() {
      return Operation.GET_PROCESS_ID;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(process);
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Value(served.kernel32().getProcessId(process));
    }
  }

  record CreateProcess(
      String applicationName,
      String commandLine,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      Map<String, String> environment,
      String currentDirectory,
      StartupInfo startupInfo)
      implements ProcessRequest {
    /** The bytes that a variable takes at least: two empty strings. */
    private static final int VARIABLE_BYTES = 2 * Integer.BYTES;

    static CreateProcess read(FrameReader in) throws MalformedFrameException {
      return new CreateProcess(
          in.getString(),
          in.getString(),
          in.getAttributes(),
          in.getAttributes(),
          in.getBoolean(),
          in.getInt(),
          readEnvironment(in),
          in.getString(),
          StartupInfos.read(in));
    }

    private static Map<String, String> readEnvironment(FrameReader in)
        throws MalformedFrameException {
      if (!in.getBoolean()) {
        return null;
      }
      int count = in.getCount(VARIABLE_BYTES);
      Map<String, String> environment = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        environment.put(in.getRequiredString(), in.getRequiredString());
      }
      return environment;
    }

    @Override
    public Operation operation() {
      return Operation.CREATE_PROCESS;
    }

    @Override
    public void write(FrameWriter out) {
      out.putString(applicationName);
      out.putString(commandLine);
      out.putAttributes(processAttributes);
      out.putAttributes(threadAttributes);
      out.putBoolean(inheritHandles);
      out.putInt(creationFlags);
      out.putBoolean(environment != null);
      if (environment != null) {
        out.putInt(environment.size());
        for (Map.Entry<String, String> variable : environment.entrySet()) {
          out.putString(variable.getKey());
          out.putString(variable.getValue());
        }
      }
      out.putString(currentDirectory);
      StartupInfos.write(startupInfo, out);
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Started(
          served
              .kernel32()
              .createProcess(
                  applicationName,
                  commandLine,
                  processAttributes,
                  threadAttributes,
                  inheritHandles,
                  creationFlags,
                  environment,
                  currentDirectory,
                  startupInfo));
    }
  }

  record OpenProcess(int desiredAccess, boolean inheritHandle, int processId)
      implements ProcessRequest {
    static OpenProcess read(FrameReader in) throws MalformedFrameException {
      return new OpenProcess(in.getInt(), in.getBoolean(), in.getInt());
    }

    @Override
    public Operation operation() {
      return Operation.OPEN_PROCESS;
    }

    @Override
    public void write(FrameWriter out) {
      out.putInt(desiredAccess);
      out.putBoolean(inheritHandle);
      out.putInt(processId);
    }

    @Override
    public Reply answer(Served served) {
      return Reply.Value.of(served.kernel32().openProcess(desiredAccess, inheritHandle, processId));
    }
  }

  record ResumeThread(Handle thread) implements ProcessRequest {
    static ResumeThread read(FrameReader in) throws MalformedFrameException {
      return new ResumeThread(in.getHandle());
    }

    @Override
    public Operation operation() {
      return Operation.RESUME_THREAD;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(thread);
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Value(served.kernel32().resumeThread(thread));
    }
  }

  record GetExitCodeProcess(Handle process) implements ProcessRequest {
    static GetExitCodeProcess read(FrameReader in) throws MalformedFrameException {
      return new GetExitCodeProcess(in.getHandle());
    }

    @Override
    public Operation operation() {
      return Operation.GET_EXIT_CODE_PROCESS;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(process);
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Value(served.kernel32().getExitCodeProcess(process));
    }
  }

  record TerminateProcess(Handle process, int exitCode) implements ProcessRequest {
    static TerminateProcess read(FrameReader in) throws MalformedFrameException {
      return new TerminateProcess(in.getHandle(), in.getInt());
    }

    @Override
    public Operation operation() {
      return Operation.TERMINATE_PROCESS;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(process);
      out.putInt(exitCode);
    }

    @Override
    public Reply answer(Served served) {
      served.kernel32().terminateProcess(process, exitCode);
      return Reply.Done.DONE;
    }
  }

  record WaitForSingleObject(Handle handle, int timeoutMillis) implements ProcessRequest {
    static WaitForSingleObject read(FrameReader in) throws MalformedFrameException {
      return new WaitForSingleObject(in.getHandle(), in.getInt());
    }

    @Override
    public Operation operation() {
      return Operation.WAIT_FOR_SINGLE_OBJECT;
    }

    @Override
    public void write(FrameWriter out) {
      out.putHandle(handle);
      out.putInt(timeoutMillis);
    }

    @Override
    public PendingCall begin(WaitingCalls calls) {
      return calls.waitForSingleObject(handle, timeoutMillis);
    }

    @Override
    public Reply answer(Served served) {
      return new Reply.Value(served.kernel32().waitForSingleObject(handle, timeoutMillis));
    }
  }
}
