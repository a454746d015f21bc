package handlelab.inspect;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Kernel32Call;
import handlelab.api.ProcessInformation;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the calls of a process and enters in its {@link CallLog} those that open, change or close a
 * handle.
 *
 * <p>Which functions open handles, and what the handles are, follows from the types of {@link
 * Kernel32}; only functions that close or change a handle are known by name.
 */
final class CallLogInterceptor implements Kernel32Call.Interceptor {
  private final Kernel32 kernel32;
  private final CallLog log;

  CallLogInterceptor(Kernel32 kernel32, CallLog log) {
    this.kernel32 = kernel32;
    this.log = log;
  }

  @Override
  public Object intercept(Kernel32Call call) {
    try {
      return switch (call.method()) {
        case "closeHandle" -> close(call);
        case "duplicateHandle" -> duplicate(call);
        case "getHandleInformation" -> readFlags(call);
        case "setHandleInformation" -> setFlags(call);
        case "resumeThread" -> resume(call);
        default -> call.opensHandles() ? open(call) : call.invoke(kernel32);
      };
    } catch (Win32Exception e) {
      if (e.errorCode() == Win32Error.ERROR_INVALID_HANDLE) {
        log.failed(call.function(), handleArguments(call));
      }
      throw e;
    }
  }

  private Object open(Kernel32Call call) {
    CallLog.Begun begun = log.begin();
    Object result = call.invoke(kernel32);
    Call logged = log.end(begun, call.function());
    int processId = 0;
    if (result instanceof ProcessInformation child) {
      processId = child.processId();
      log.created(creation(call, processId, logged));
    } else if (call.hasArgument("processId")) {
      // The low two bits of a process id are ignored.
      processId = (int) call.argument("processId") & ~3;
    }
    for (Map.Entry<String, Handle> opened : call.openedHandles(result).entrySet()) {
      log.opened(
          LoggedHandle.openedBy(
              logged,
              opened.getValue(),
              inheritFlag(call, opened.getKey()),
              processId,
              what(call, opened.getKey())));
    }
    return result;
  }

  /** What a call says of one of the handles that it opens. */
  private static String what(Kernel32Call call, String handle) {
    if (call.method().equals("createPipe")) {
      return handle + " end of a pipe";
    }
    return call.hasArgument("name") ? (String) call.argument("name") : null;
  }

  private static LoggedCreation creation(Kernel32Call call, int processId, Call logged) {
    InheritanceTerms terms =
        InheritanceTerms.of(
            (boolean) call.argument("inheritHandles"), (StartupInfo) call.argument("startupInfo"));
    boolean isSuspended = ((int) call.argument("creationFlags") & Win32.CREATE_SUSPENDED) != 0;
    return new LoggedCreation(processId, terms, logged, isSuspended);
  }

  /** The inherit flag that a call asks for, for one of the handles that it opens. */
  private static Optional<Boolean> inheritFlag(Kernel32Call call, String handle) {
    for (String name : List.of(handle + "Attributes", "attributes")) {
      if (call.hasArgument(name)) {
        SecurityAttributes attributes = (SecurityAttributes) call.argument(name);
        return Optional.of(attributes != null && attributes.inheritHandle());
      }
    }
    return call.hasArgument("inheritHandle")
        ? Optional.of((boolean) call.argument("inheritHandle"))
        : Optional.empty();
  }

  private Object close(Kernel32Call call) {
    Handle handle = (Handle) call.argument("handle");
    LoggedHandle seen = log.find(handle);
    CallLog.Begun begun = log.begin();
    Object result = call.invoke(kernel32);
    log.closed(handle, seen, log.end(begun, call.function()));
    return result;
  }

  private Object duplicate(Kernel32Call call) {
    int options = (int) call.argument("options");
    boolean closesSource = (options & Win32.DUPLICATE_CLOSE_SOURCE) != 0;
    Handle source = (Handle) call.argument("source");
    int from = processIdOf((Handle) call.argument("sourceProcess"));
    int to = processIdOf((Handle) call.argument("targetProcess"));
    LoggedHandle seen = from == log.processId() ? log.find(source) : null;
    CallLog.Begun begun = log.begin();
    Handle duplicate;
    try {
      duplicate = (Handle) call.invoke(kernel32);
    } catch (Win32Exception e) {
      if (closesSource) {
        forgetIfClosed(source, seen, begun);
      }
      throw e;
    }
    Call logged = log.end(begun, call.function());
    if (to == log.processId() && duplicate.value() > 0) {
      Optional<Boolean> flag =
          (options & Win32.DUPLICATE_SAME_ATTRIBUTES) == 0
              ? inheritFlag(call, "handle")
              : Optional.ofNullable(seen).flatMap(LoggedHandle::inheritFlag);
      int processId = seen == null ? 0 : seen.processId();
      String what = seen == null ? null : seen.what();
      log.opened(LoggedHandle.openedBy(logged, duplicate, flag, processId, what));
    } else if (to != 0 && duplicate.value() > 0) {
      log.pushed(to, duplicate, logged);
    }
    if (duplicate.equals(source) && to == from && from == log.processId()) {
      // The source was closed first, and its value given to the duplicate.
      log.closed(source, seen, logged);
    } else if (closesSource && from == log.processId()) {
      forgetIfClosed(source, seen, begun);
    } else if (closesSource) {
      log.pulled(from, source);
    }
    return duplicate;
  }

  /** The id of the process that a handle names, or 0 if that is not known. */
  private int processIdOf(Handle process) {
    if (process.equals(Handle.CURRENT_PROCESS)) {
      return log.processId();
    }
    LoggedHandle logged = log.find(process);
    if (logged != null && logged.processId() != 0) {
      return logged.processId();
    }
    try {
      return kernel32.getProcessId(process);
    } catch (Win32Exception e) {
      return 0;
    }
  }

  /** Asks the kernel, because a protected source stays open and a failed call can close it. */
  private void forgetIfClosed(Handle source, LoggedHandle seen, CallLog.Begun begun) {
    if (seen == null) {
      return;
    }
    try {
      var unused = kernel32.getHandleInformation(source);
    } catch (Win32Exception e) {
      if (e.errorCode() == Win32Error.ERROR_INVALID_HANDLE) {
        log.closed(source, seen, log.end(begun, "DuplicateHandle"));
      }
    }
  }

  private Object readFlags(Kernel32Call call) {
    Handle handle = (Handle) call.argument("handle");
    LoggedHandle seen = log.find(handle);
    int flags = (int) call.invoke(kernel32);
    if (seen != null) {
      log.update(seen, now -> now.withInheritFlagRead((flags & Win32.HANDLE_FLAG_INHERIT) != 0));
    }
    return flags;
  }

  private Object setFlags(Kernel32Call call) {
    if (((int) call.argument("mask") & Win32.HANDLE_FLAG_INHERIT) == 0) {
      return call.invoke(kernel32);
    }
    Handle handle = (Handle) call.argument("handle");
    boolean flag = ((int) call.argument("flags") & Win32.HANDLE_FLAG_INHERIT) != 0;
    LoggedHandle seen = log.find(handle);
    CallLog.Begun begun = log.begin();
    Object result = call.invoke(kernel32);
    Call logged = log.end(begun, call.function());
    log.update(
        seen == null ? log.findOrAdd(handle) : seen, now -> now.withInheritFlagSet(flag, logged));
    return result;
  }

  private Object resume(Kernel32Call call) {
    LoggedHandle thread = log.find((Handle) call.argument("thread"));
    int suspendCount = (int) call.invoke(kernel32);
    if (thread != null && suspendCount <= 1) {
      log.resumed(thread.processId());
    }
    return suspendCount;
  }

  /** The handles among the arguments that are values of the caller's table. */
  private List<Handle> handleArguments(Kernel32Call call) {
    return call.arguments().entrySet().stream()
        .filter(argument -> !argument.getKey().equals("source") || isOwnSource(call))
        .map(Map.Entry::getValue)
        .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
        .filter(Handle.class::isInstance)
        .map(Handle.class::cast)
        .toList();
  }

  /** The source of a WriteFile is a buffer; that of a DuplicateHandle may be another process's. */
  private boolean isOwnSource(Kernel32Call call) {
    return !call.arguments().containsKey("sourceProcess")
        || processIdOf((Handle) call.argument("sourceProcess")) == log.processId();
  }
}
