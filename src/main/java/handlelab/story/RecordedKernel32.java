package handlelab.story;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The kernel32 of one process of a chapter: makes each call, and has the scene show it.
 *
 * <p>What a call is about to hand out is told to the scene before the scene looks, so that new rows
 * are recognised. Used by the chapter's thread.
 */
final class RecordedKernel32 implements Kernel32 {
  private final Scene scene;
  private final Actor actor;

  RecordedKernel32(Scene scene, Actor actor) {
    this.scene = scene;
    this.actor = actor;
  }

  private Kernel32 kernel32() {
    return actor.silent();
  }

  private <T> T make(String text, Supplier<T> call, Function<T, String> result) {
    return scene.call(actor, text, call, result);
  }

  private void makeVoid(String text, Runnable call) {
    var unused =
        make(
            text,
            () -> {
              call.run();
              return "TRUE";
            },
            word -> word);
  }

  @Override
  public Handle createMailslot(
      String name, int maxMessageSize, int readTimeoutMillis, SecurityAttributes attributes) {
    return make(
        CallText.call(
            "CreateMailslotW",
            CallText.quoted(name),
            maxMessageSize,
            CallText.readTimeout(readTimeoutMillis),
            CallText.attributes(attributes)),
        () -> {
          Handle handle =
              kernel32().createMailslot(name, maxMessageSize, readTimeoutMillis, attributes);
          actor.knows(handle);
          scene.observer().tellServerEnd(actor, handle, name);
          return handle;
        },
        CallText::value);
  }

  @Override
  public MailslotInfo getMailslotInfo(Handle mailslot) {
    return make(
        CallText.call("GetMailslotInfo", mailslot, "..."),
        () -> kernel32().getMailslotInfo(mailslot),
        info ->
            "TRUE, "
                + info.messageCount()
                + (info.messageCount() == 1 ? " message waits" : " messages wait"));
  }

  @Override
  public void setMailslotInfo(Handle mailslot, int readTimeoutMillis) {
    makeVoid(
        CallText.call("SetMailslotInfo", mailslot, CallText.readTimeout(readTimeoutMillis)),
        () -> kernel32().setMailslotInfo(mailslot, readTimeoutMillis));
  }

  @Override
  public Handle createFile(
      String name,
      int desiredAccess,
      int shareMode,
      SecurityAttributes attributes,
      int creationDisposition,
      int flagsAndAttributes,
      Handle template) {
    return make(
        CallText.call(
            "CreateFileW",
            CallText.quoted(name),
            CallText.access("File", desiredAccess),
            CallText.share(shareMode),
            CallText.attributes(attributes),
            creationDisposition == Win32.OPEN_EXISTING ? "OPEN_EXISTING" : creationDisposition,
            flagsAndAttributes,
            template == null ? "NULL" : template),
        () -> {
          Handle handle =
              kernel32()
                  .createFile(
                      name,
                      desiredAccess,
                      shareMode,
                      attributes,
                      creationDisposition,
                      flagsAndAttributes,
                      template);
          actor.knows(handle);
          scene.observer().tell(actor, handle, "client end", name);
          return handle;
        },
        CallText::value);
  }

  @Override
  public int readFile(Handle file, ByteBuffer target) {
    int start = target.position();
    return make(
        CallText.call("ReadFile", file, "&buffer", target.remaining(), "&n", "NULL"),
        () -> kernel32().readFile(file, target),
        bytes ->
            "TRUE, " + CallText.bytes(target.duplicate().flip().position(start)) + " was read");
  }

  @Override
  public int writeFile(Handle file, ByteBuffer source) {
    return make(
        CallText.call("WriteFile", file, CallText.bytes(source), source.remaining(), "&n", "NULL"),
        () -> kernel32().writeFile(file, source),
        bytes -> "TRUE, n = " + bytes);
  }

  @Override
  public Handle duplicateHandle(
      Handle sourceProcess,
      Handle source,
      Handle targetProcess,
      int desiredAccess,
      boolean inheritHandle,
      int options) {
    return make(
        CallText.call(
            "DuplicateHandle",
            sourceProcess,
            source,
            targetProcess,
            targetProcess.equals(Handle.NULL) ? "NULL" : "&h",
            CallText.access("File", desiredAccess),
            inheritHandle,
            CallText.duplicateOptions(options)),
        () -> {
          // The source is asked before the call, because the call may close it.
          String pseudo = scene.pseudoObject(actor, source);
          Handle copy =
              kernel32()
                  .duplicateHandle(
                      sourceProcess, source, targetProcess, desiredAccess, inheritHandle, options);
          if ((options & Win32.DUPLICATE_CLOSE_SOURCE) != 0) {
            actor.process(sourceProcess).forgets(source);
          }
          if (!targetProcess.equals(Handle.NULL)) {
            Actor target = actor.process(targetProcess);
            target.knows(copy);
            if (source.equals(Handle.CURRENT_PROCESS)) {
              target.knowsProcess(copy, actor);
            }
            if (pseudo != null) {
              scene.observer().tell(target, copy, pseudo, null);
            }
          }
          return copy;
        },
        copy -> copy.equals(Handle.NULL) ? "TRUE" : "TRUE, h = " + CallText.value(copy));
  }

  @Override
  public void closeHandle(Handle handle) {
    makeVoid(
        CallText.call("CloseHandle", handle),
        () -> {
          kernel32().closeHandle(handle);
          actor.forgets(handle);
        });
  }

  @Override
  public int getHandleInformation(Handle handle) {
    return make(
        CallText.call("GetHandleInformation", handle, "&flags"),
        () -> kernel32().getHandleInformation(handle),
        flags -> "TRUE, flags = " + CallText.handleFlags(flags));
  }

  @Override
  public void setHandleInformation(Handle handle, int mask, int flags) {
    makeVoid(
        CallText.call(
            "SetHandleInformation",
            handle,
            CallText.handleFlags(mask),
            CallText.handleFlags(flags)),
        () -> kernel32().setHandleInformation(handle, mask, flags));
  }

  @Override
  public boolean compareObjectHandles(Handle first, Handle second) {
    return make(
        CallText.call("CompareObjectHandles", first, second),
        () -> kernel32().compareObjectHandles(first, second),
        isSame -> isSame ? "TRUE" : "FALSE");
  }

  @Override
  public Handle getCurrentProcess() {
    return make("GetCurrentProcess()", () -> kernel32().getCurrentProcess(), CallText::value);
  }

  @Override
  public Handle getCurrentThread() {
    return make("GetCurrentThread()", () -> kernel32().getCurrentThread(), CallText::value);
  }

  @Override
  public int getCurrentProcessId() {
    return make(
        "GetCurrentProcessId()", () -> kernel32().getCurrentProcessId(), id -> id.toString());
  }

  @Override
  public int getProcessId(Handle process) {
    return make(
        CallText.call("GetProcessId", process),
        () -> kernel32().getProcessId(process),
        id -> id.toString());
  }

  @Override
  public ProcessInformation createProcess(
      String applicationName,
      String commandLine,
      SecurityAttributes processAttributes,
      SecurityAttributes threadAttributes,
      boolean inheritHandles,
      int creationFlags,
      Map<String, String> environment,
      String currentDirectory,
      StartupInfo startupInfo) {
    return make(
        CallText.call(
            "CreateProcessW",
            CallText.quoted(applicationName),
            CallText.quoted(scene.shortCommandLine(commandLine)),
            CallText.attributes(processAttributes),
            CallText.attributes(threadAttributes),
            inheritHandles,
            CallText.creationFlags(creationFlags),
            environment == null ? "NULL" : "environment",
            CallText.quoted(currentDirectory),
            CallText.startup(startupInfo),
            "&pi"),
        () -> {
          ProcessInformation information =
              kernel32()
                  .createProcess(
                      applicationName,
                      commandLine,
                      processAttributes,
                      threadAttributes,
                      inheritHandles,
                      creationFlags,
                      environment,
                      currentDirectory,
                      startupInfo);
          scene.created(actor, commandLine, inheritHandles, creationFlags, information);
          return information;
        },
        information ->
            "TRUE, process "
                + CallText.value(information.process())
                + ", thread "
                + CallText.value(information.thread())
                + ", id "
                + information.processId());
  }

  @Override
  public Handle openProcess(int desiredAccess, boolean inheritHandle, int processId) {
    return make(
        CallText.call(
            "OpenProcess", CallText.access("Process", desiredAccess), inheritHandle, processId),
        () -> {
          Handle handle = kernel32().openProcess(desiredAccess, inheritHandle, processId);
          Actor opened = scene.actor(processId);
          actor.knowsProcess(handle, opened);
          scene.observer().tell(actor, handle, "process " + opened.name(), null);
          return handle;
        },
        CallText::value);
  }

  @Override
  public int resumeThread(Handle thread) {
    return make(
        CallText.call("ResumeThread", thread),
        () -> {
          int count = kernel32().resumeThread(thread);
          scene.resumed(actor, thread);
          return count;
        },
        count -> count + ", the suspend count before");
  }

  @Override
  public int getExitCodeProcess(Handle process) {
    return make(
        CallText.call("GetExitCodeProcess", process, "&code"),
        () -> kernel32().getExitCodeProcess(process),
        code -> "TRUE, code = " + (code == Win32.STILL_ACTIVE ? "STILL_ACTIVE (259)" : code));
  }

  @Override
  public void terminateProcess(Handle process, int exitCode) {
    makeVoid(
        CallText.call("TerminateProcess", process, exitCode),
        () -> {
          kernel32().terminateProcess(process, exitCode);
          scene.awaitEnd(actor, process);
        });
  }

  @Override
  public int waitForSingleObject(Handle handle, int timeoutMillis) {
    return make(
        CallText.call("WaitForSingleObject", handle, CallText.waitTimeout(timeoutMillis)),
        () -> kernel32().waitForSingleObject(handle, timeoutMillis),
        CallText::waitResult);
  }

  @Override
  public void cancelIoEx(Handle file) {
    makeVoid(CallText.call("CancelIoEx", file, "NULL"), () -> kernel32().cancelIoEx(file));
  }
}
