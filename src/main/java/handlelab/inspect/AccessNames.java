package handlelab.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Access masks in words: the names that the Windows headers give to their bits, by object type.
 *
 * <p>Names of whole masks, such as {@code FILE_GENERIC_READ}, stand before names of single bits and
 * replace them; bits without a name stay as one hexadecimal number at the end. Source of the
 * values: {@code winnt.h}, {@code winuser.h} for window stations and desktops, {@code evntrace.h}
 * for event tracing, and {@code ntexapi.h}, {@code ntobapi.h}, {@code ntlpcapi.h} and {@code
 * ntdbg.h} of System Informer's headers for what the SDK leaves out. May be used from any thread.
 */
public final class AccessNames {
  /** A name and its bits. */
  private record Right(String name, int bits) {}

  /** What a type calls its rights: whole masks, the widest first, and single bits, ascending. */
  private record Vocabulary(List<Right> masks, List<Right> bits) {}

  private static final List<Right> STANDARD =
      rights(
          "DELETE", 0x0001_0000,
          "READ_CONTROL", 0x0002_0000,
          "WRITE_DAC", 0x0004_0000,
          "WRITE_OWNER", 0x0008_0000,
          "SYNCHRONIZE", 0x0010_0000,
          "ACCESS_SYSTEM_SECURITY", 0x0100_0000,
          "MAXIMUM_ALLOWED", 0x0200_0000,
          "GENERIC_ALL", 0x1000_0000,
          "GENERIC_EXECUTE", 0x2000_0000,
          "GENERIC_WRITE", 0x4000_0000,
          "GENERIC_READ", 0x8000_0000);

  private static final Right STANDARD_REQUIRED = new Right("STANDARD_RIGHTS_REQUIRED", 0x000F_0000);

  private static final Vocabulary UNKNOWN = new Vocabulary(List.of(), List.of());

  private static final Map<String, Vocabulary> TYPES = new HashMap<>();

  static {
    files();
    processesAndThreads();
    synchronization();
    sectionsAndPorts();
    securityAndNames();
    windows();
    tracing();
  }

  private AccessNames() {}

  /**
   * The names of an access mask's bits; empty for 0.
   *
   * @param objectType the type's name as the kernel gives it, such as {@code File}; of an unknown
   *     type only the standard rights have names
   */
  public static List<String> decode(String objectType, int access) {
    Vocabulary vocabulary = TYPES.getOrDefault(objectType, UNKNOWN);
    List<String> names = new ArrayList<>();
    int left = access;
    for (Right mask : vocabulary.masks) {
      if ((access & mask.bits) == mask.bits && (left & mask.bits) != 0) {
        names.add(mask.name);
        left &= ~mask.bits;
      }
    }
    for (Right bit : vocabulary.bits) {
      if ((left & bit.bits) != 0) {
        names.add(bit.name);
        left &= ~bit.bits;
      }
    }
    if ((left & STANDARD_REQUIRED.bits) == STANDARD_REQUIRED.bits) {
      names.add(STANDARD_REQUIRED.name);
      left &= ~STANDARD_REQUIRED.bits;
    }
    for (Right bit : STANDARD) {
      if ((left & bit.bits) != 0) {
        names.add(bit.name);
        left &= ~bit.bits;
      }
    }
    if (left != 0) {
      names.add("0x" + Integer.toHexString(left));
    }
    return names;
  }

  /** The names with a bar between them, as in C; {@code none} for 0. */
  public static String text(String objectType, int access) {
    return access == 0 ? "none" : String.join(" | ", decode(objectType, access));
  }

  private static void files() {
    type(
        "File",
        rights(
            "FILE_ALL_ACCESS", 0x001F_01FF,
            "FILE_GENERIC_READ", 0x0012_0089,
            "FILE_GENERIC_WRITE", 0x0012_0116,
            "FILE_GENERIC_EXECUTE", 0x0012_00A0),
        "FILE_READ_DATA",
        "FILE_WRITE_DATA",
        "FILE_APPEND_DATA",
        "FILE_READ_EA",
        "FILE_WRITE_EA",
        "FILE_EXECUTE",
        "FILE_DELETE_CHILD",
        "FILE_READ_ATTRIBUTES",
        "FILE_WRITE_ATTRIBUTES");
    type(
        "IoCompletion",
        rights("IO_COMPLETION_ALL_ACCESS", 0x001F_0003),
        "IO_COMPLETION_QUERY_STATE",
        "IO_COMPLETION_MODIFY_STATE");
  }

  private static void processesAndThreads() {
    type(
        "Process",
        rights("PROCESS_ALL_ACCESS", 0x001F_FFFF),
        "PROCESS_TERMINATE",
        "PROCESS_CREATE_THREAD",
        "PROCESS_SET_SESSIONID",
        "PROCESS_VM_OPERATION",
        "PROCESS_VM_READ",
        "PROCESS_VM_WRITE",
        "PROCESS_DUP_HANDLE",
        "PROCESS_CREATE_PROCESS",
        "PROCESS_SET_QUOTA",
        "PROCESS_SET_INFORMATION",
        "PROCESS_QUERY_INFORMATION",
        "PROCESS_SUSPEND_RESUME",
        "PROCESS_QUERY_LIMITED_INFORMATION",
        "PROCESS_SET_LIMITED_INFORMATION");
    type(
        "Thread",
        rights("THREAD_ALL_ACCESS", 0x001F_FFFF),
        "THREAD_TERMINATE",
        "THREAD_SUSPEND_RESUME",
        "THREAD_ALERT",
        "THREAD_GET_CONTEXT",
        "THREAD_SET_CONTEXT",
        "THREAD_SET_INFORMATION",
        "THREAD_QUERY_INFORMATION",
        "THREAD_SET_THREAD_TOKEN",
        "THREAD_IMPERSONATE",
        "THREAD_DIRECT_IMPERSONATION",
        "THREAD_SET_LIMITED_INFORMATION",
        "THREAD_QUERY_LIMITED_INFORMATION",
        "THREAD_RESUME");
    type(
        "Job",
        rights("JOB_OBJECT_ALL_ACCESS", 0x001F_003F),
        "JOB_OBJECT_ASSIGN_PROCESS",
        "JOB_OBJECT_SET_ATTRIBUTES",
        "JOB_OBJECT_QUERY",
        "JOB_OBJECT_TERMINATE",
        "JOB_OBJECT_SET_SECURITY_ATTRIBUTES",
        "JOB_OBJECT_IMPERSONATE");
    type(
        "TpWorkerFactory",
        rights("WORKER_FACTORY_ALL_ACCESS", 0x000F_003F),
        "WORKER_FACTORY_RELEASE_WORKER",
        "WORKER_FACTORY_WAIT",
        "WORKER_FACTORY_SET_INFORMATION",
        "WORKER_FACTORY_QUERY_INFORMATION",
        "WORKER_FACTORY_READY_WORKER",
        "WORKER_FACTORY_SHUTDOWN");
    type(
        "DebugObject",
        rights("DEBUG_ALL_ACCESS", 0x001F_000F),
        "DEBUG_READ_EVENT",
        "DEBUG_PROCESS_ASSIGN",
        "DEBUG_SET_INFORMATION",
        "DEBUG_QUERY_INFORMATION");
  }

  private static void synchronization() {
    type(
        "Event",
        rights("EVENT_ALL_ACCESS", 0x001F_0003),
        "EVENT_QUERY_STATE",
        "EVENT_MODIFY_STATE");
    type("Mutant", rights("MUTANT_ALL_ACCESS", 0x001F_0001), "MUTANT_QUERY_STATE");
    type(
        "Semaphore",
        rights("SEMAPHORE_ALL_ACCESS", 0x001F_0003),
        "SEMAPHORE_QUERY_STATE",
        "SEMAPHORE_MODIFY_STATE");
    type(
        "Timer",
        rights("TIMER_ALL_ACCESS", 0x001F_0003),
        "TIMER_QUERY_STATE",
        "TIMER_MODIFY_STATE");
    type(
        "KeyedEvent",
        rights("KEYEDEVENT_ALL_ACCESS", 0x000F_0003),
        "KEYEDEVENT_WAIT",
        "KEYEDEVENT_WAKE");
  }

  private static void sectionsAndPorts() {
    type(
        "Section",
        rights("SECTION_ALL_ACCESS", 0x000F_001F),
        "SECTION_QUERY",
        "SECTION_MAP_WRITE",
        "SECTION_MAP_READ",
        "SECTION_MAP_EXECUTE",
        "SECTION_EXTEND_SIZE",
        "SECTION_MAP_EXECUTE_EXPLICIT");
    type("ALPC Port", rights("PORT_ALL_ACCESS", 0x001F_0001), "PORT_CONNECT");
  }

  private static void securityAndNames() {
    type(
        "Token",
        rights(
            "TOKEN_ALL_ACCESS", 0x000F_01FF, "TOKEN_WRITE", 0x0002_00E0, "TOKEN_READ", 0x0002_0008),
        "TOKEN_ASSIGN_PRIMARY",
        "TOKEN_DUPLICATE",
        "TOKEN_IMPERSONATE",
        "TOKEN_QUERY",
        "TOKEN_QUERY_SOURCE",
        "TOKEN_ADJUST_PRIVILEGES",
        "TOKEN_ADJUST_GROUPS",
        "TOKEN_ADJUST_DEFAULT",
        "TOKEN_ADJUST_SESSIONID");
    type(
        "Key",
        rights("KEY_ALL_ACCESS", 0x000F_003F, "KEY_READ", 0x0002_0019, "KEY_WRITE", 0x0002_0006),
        "KEY_QUERY_VALUE",
        "KEY_SET_VALUE",
        "KEY_CREATE_SUB_KEY",
        "KEY_ENUMERATE_SUB_KEYS",
        "KEY_NOTIFY",
        "KEY_CREATE_LINK",
        null,
        null,
        "KEY_WOW64_64KEY",
        "KEY_WOW64_32KEY");
    type(
        "Directory",
        rights("DIRECTORY_ALL_ACCESS", 0x000F_000F),
        "DIRECTORY_QUERY",
        "DIRECTORY_TRAVERSE",
        "DIRECTORY_CREATE_OBJECT",
        "DIRECTORY_CREATE_SUBDIRECTORY");
    type(
        "SymbolicLink",
        rights("SYMBOLIC_LINK_ALL_ACCESS", 0x000F_0001),
        "SYMBOLIC_LINK_QUERY",
        "SYMBOLIC_LINK_SET");
  }

  private static void windows() {
    type(
        "WindowStation",
        rights("WINSTA_ALL_ACCESS", 0x037F),
        "WINSTA_ENUMDESKTOPS",
        "WINSTA_READATTRIBUTES",
        "WINSTA_ACCESSCLIPBOARD",
        "WINSTA_CREATEDESKTOP",
        "WINSTA_WRITEATTRIBUTES",
        "WINSTA_ACCESSGLOBALATOMS",
        "WINSTA_EXITWINDOWS",
        null,
        "WINSTA_ENUMERATE",
        "WINSTA_READSCREEN");
    type(
        "Desktop",
        List.of(),
        "DESKTOP_READOBJECTS",
        "DESKTOP_CREATEWINDOW",
        "DESKTOP_CREATEMENU",
        "DESKTOP_HOOKCONTROL",
        "DESKTOP_JOURNALRECORD",
        "DESKTOP_JOURNALPLAYBACK",
        "DESKTOP_ENUMERATE",
        "DESKTOP_WRITEOBJECTS",
        "DESKTOP_SWITCHDESKTOP");
  }

  private static void tracing() {
    type(
        "EtwRegistration",
        List.of(),
        "WMIGUID_QUERY",
        "WMIGUID_SET",
        "WMIGUID_NOTIFICATION",
        "WMIGUID_READ_DESCRIPTION",
        "WMIGUID_EXECUTE",
        "TRACELOG_CREATE_REALTIME",
        "TRACELOG_CREATE_ONDISK",
        "TRACELOG_GUID_ENABLE",
        "TRACELOG_ACCESS_KERNEL_LOGGER",
        "TRACELOG_LOG_EVENT",
        "TRACELOG_ACCESS_REALTIME",
        "TRACELOG_REGISTER_GUIDS",
        "TRACELOG_JOIN_GROUP");
  }

  /** Tells a type's names; {@code bits} name bit 0, bit 1 and so on, null where one has no name. */
  private static void type(String typeName, List<Right> masks, String... bits) {
    List<Right> named = new ArrayList<>();
    for (int i = 0; i < bits.length; i++) {
      if (bits[i] != null) {
        named.add(new Right(bits[i], 1 << i));
      }
    }
    TYPES.put(typeName, new Vocabulary(masks, List.copyOf(named)));
  }

  private static List<Right> rights(Object... namesAndBits) {
    List<Right> rights = new ArrayList<>();
    for (int i = 0; i < namesAndBits.length; i += 2) {
      rights.add(new Right((String) namesAndBits[i], (Integer) namesAndBits[i + 1]));
    }
    return List.copyOf(rights);
  }
}
