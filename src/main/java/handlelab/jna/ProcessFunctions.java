package handlelab.jna;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Processes and their main threads. */
final class ProcessFunctions {
  private static final int PROC_THREAD_ATTRIBUTE_HANDLE_LIST = 0x20002;
  private static final int ATTRIBUTE_LIST_BYTES = 48;
  private static final long RESUME_FAILED = -1;

  /** Where STARTUPINFOEX has its fields, in a process of 64 bits. */
  private static final int FLAGS = 60;

  private static final int STANDARD_INPUT = 80;
  private static final int STANDARD_OUTPUT = 88;
  private static final int STANDARD_ERROR = 96;
  private static final int ATTRIBUTE_LIST = 104;
  private static final int STARTUPINFO_BYTES = 104;

  /** The handle lists by the addresses of the attribute lists that have them. */
  private static final Map<Long, List<Handle>> HANDLE_LISTS = new ConcurrentHashMap<>();

  private ProcessFunctions() {}

  static void addTo(SimulatedLibrary library) {
    library.addMethods(0, "GetCurrentProcess", "GetCurrentThread");
    library.addMethods(0, "GetCurrentProcessId", "GetCurrentThreadId", "GetProcessId");
    library.add("CreateProcess*", ProcessFunctions::createProcess);
    library.addMethods(0, "OpenProcess", "TerminateProcess");
    library.addMethods(RESUME_FAILED, "ResumeThread");
    library.addWritingMethods(1, "GetExitCodeProcess", "GetProcessTimes");
    library.add("QueryFullProcessImageName*", ProcessFunctions::queryFullProcessImageName);
    library.add("InitializeProcThreadAttributeList", ProcessFunctions::initializeAttributeList);
    library.add("UpdateProcThreadAttribute", ProcessFunctions::updateAttribute);
    library.add(
        "DeleteProcThreadAttributeList",
        0,
        call -> {
          HANDLE_LISTS.remove(call.arguments().value(0));
          return 0;
        });
  }

  private static void createProcess(SimulatedCall call) throws Throwable {
    int flags = call.number(5);
    Kernel32 kernel32 = call.kernel32();
    ProcessInformation child =
        kernel32.createProcess(
            call.text(0),
            call.text(1),
            call.attributes(2),
            call.attributes(3),
            call.flag(4),
            flags & ~(Win32.CREATE_UNICODE_ENVIRONMENT | Win32.EXTENDED_STARTUPINFO_PRESENT),
            Installation.withAgent(environment(call, flags)),
            call.text(7),
            startupInfo(call, flags));
    ByteBuffer information = call.memory(9, 2 * Long.BYTES + 2 * Integer.BYTES);
    information.putLong(child.process().value()).putLong(child.thread().value());
    information.putInt(child.processId()).putInt(child.threadId());
  }

  /** The environment block, or null for that of this process. */
  private static Map<String, String> environment(SimulatedCall call, int flags) throws Throwable {
    if (call.isNull(6)) {
      return null;
    }
    boolean isWide = (flags & Win32.CREATE_UNICODE_ENVIRONMENT) != 0;
    String block = new NativeText(call.jna(), call.arguments(), isWide).readBlock(6);
    Map<String, String> environment = new TreeMap<>();
    for (String variable : block.split("\0", -1)) {
      // The variables of the drives' current directories start with an equals sign.
      int equals = variable.indexOf('=', 1);
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return environment;
  }

  private static StartupInfo startupInfo(SimulatedCall call, int creationFlags) {
    ByteBuffer info = call.memory(8, STARTUPINFO_BYTES + Long.BYTES);
    List<Handle> inheritOnly = null;
    if ((creationFlags & Win32.EXTENDED_STARTUPINFO_PRESENT) != 0) {
      inheritOnly = HANDLE_LISTS.get(info.getLong(ATTRIBUTE_LIST));
    }
    return (info.getInt(FLAGS) & Win32.STARTF_USESTDHANDLES) == 0
        ? new StartupInfo(null, null, null, inheritOnly)
        : new StartupInfo(
            new Handle(info.getLong(STANDARD_INPUT)),
            new Handle(info.getLong(STANDARD_OUTPUT)),
            new Handle(info.getLong(STANDARD_ERROR)),
            inheritOnly);
  }

  private static void queryFullProcessImageName(SimulatedCall call) throws Throwable {
    String name = call.kernel32().queryFullProcessImageName(call.handle(0), call.number(1));
    int room = call.memory(3, Integer.BYTES).getInt();
    call.text().write(2, name, room, call.function());
    call.putInt(3, call.text().length(name));
  }

  private static void initializeAttributeList(SimulatedCall call) {
    int room = call.memory(3, Long.BYTES).getInt();
    call.putLong(3, ATTRIBUTE_LIST_BYTES);
    if (call.isNull(0) || room < ATTRIBUTE_LIST_BYTES) {
      throw new Win32Exception(call.function(), Win32Error.ERROR_INSUFFICIENT_BUFFER);
    }
    HANDLE_LISTS.remove(call.arguments().value(0));
  }

  private static void updateAttribute(SimulatedCall call) {
    if (call.number(2) != PROC_THREAD_ATTRIBUTE_HANDLE_LIST) {
      throw Refusal.of(call.function(), "attribute 0x" + Integer.toHexString(call.number(2)));
    }
    int bytes = call.number(4);
    if (bytes <= 0 || bytes % Long.BYTES != 0) {
      throw new Win32Exception(call.function(), Win32Error.ERROR_BAD_LENGTH);
    }
    HANDLE_LISTS.put(call.arguments().value(0), call.handles(3, bytes / Long.BYTES));
  }
}
