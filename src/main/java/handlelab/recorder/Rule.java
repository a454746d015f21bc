package handlelab.recorder;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the recorder knows of a function: where a handle comes out of it, or which it closes.
 *
 * @param kind what the function does with handles
 * @param argument the argument that the kind is about; -1 for the result
 * @param type the object type's name in the handle table; null if it depends
 * @param inherit the argument that says whether the handle is inheritable; -1 for none
 * @param isFlag whether that argument is a BOOL; else it is a SECURITY_ATTRIBUTES
 */
record Rule(Kind kind, int argument, String type, int inherit, boolean isFlag) {
  /** What a function does with handles. */
  enum Kind {
    /** Returns a handle; NULL and INVALID_HANDLE_VALUE are failures. */
    RETURNS,
    /** The same, of a process with the id that an argument has. */
    RETURNS_PROCESS,
    /** Returns a BOOL, and a handle by pointer. */
    WRITES,
    /** Returns 0 for success, and a handle by pointer. */
    WRITES_IF_ZERO,
    /** Returns a BOOL, and two handles by two pointers. */
    WRITES_TWO,
    /** Returns a BOOL, and fills a PROCESS_INFORMATION. */
    STARTS_PROCESS,
    DUPLICATES,
    /** Returns a new port, or an old one that a file was added to. */
    RETURNS_PORT,
    /** Takes a handle; a BOOL says whether it is closed. */
    CLOSES,
    /** Takes a handle; 0 says that it is closed. */
    CLOSES_IF_ZERO,
    SETS_FLAGS,
    SETS_ATTRIBUTE
  }

  private static final String FILE = "File";

  /** The type of a search for files, whose handle stands in no table. */
  static final String SEARCH = "Search";

  /** Functions by name, with and without A and W. */
  private static final Map<String, Rule> RULES = new HashMap<>();

  static {
    returns("Event", 0, "CreateEvent", "CreateEventEx");
    returns("Event", -1, "WSACreateEvent");
    returns("Mutant", 0, "CreateMutex", "CreateMutexEx");
    returns("Semaphore", 0, "CreateSemaphore", "CreateSemaphoreEx");
    returns("Timer", 0, "CreateWaitableTimer", "CreateWaitableTimerEx");
    returns("Job", 0, "CreateJobObject");
    returns(FILE, 3, "CreateFile", "CreateMailslot");
    returns(FILE, 7, "CreateNamedPipe");
    returns(FILE, -1, "CreateFile2", "ReOpenFile", "OpenFileById");
    returns(FILE, -1, "CreateConsoleScreenBuffer", "FindFirstChangeNotification");
    returns(SEARCH, -1, "FindFirstFile", "FindFirstFileEx");
    returns(FILE, -1, "socket", "WSASocket", "accept", "WSAAccept");
    returns("Section", 1, "CreateFileMapping", "CreateFileMappingNuma");
    returns("Thread", 0, "CreateThread");
    returns("Thread", 1, "CreateRemoteThread", "CreateRemoteThreadEx");
    returns(null, -1, "CreateToolhelp32Snapshot", "CreateMemoryResourceNotification");
    opens("Event", "OpenEvent");
    opens("Mutant", "OpenMutex");
    opens("Semaphore", "OpenSemaphore");
    opens("Timer", "OpenWaitableTimer");
    opens("Job", "OpenJobObject");
    opens("Section", "OpenFileMapping");
    add(new Rule(Kind.RETURNS_PROCESS, 2, "Process", 1, true), "OpenProcess");
    opens("Thread", "OpenThread");
    add(new Rule(Kind.RETURNS_PORT, 1, "IoCompletion", -1, false), "CreateIoCompletionPort");
    writes(2, "Token", "OpenProcessToken", "DuplicateToken");
    writes(3, "Token", "OpenThreadToken");
    writes(5, "Token", "DuplicateTokenEx", "LogonUser");
    writes(8, "Token", "CreateRestrictedToken");
    add(new Rule(Kind.WRITES_IF_ZERO, 2, "Key", -1, false), "RegOpenKey", "RegCreateKey");
    add(new Rule(Kind.WRITES_IF_ZERO, 4, "Key", -1, false), "RegOpenKeyEx");
    add(new Rule(Kind.WRITES_IF_ZERO, 7, "Key", 6, false), "RegCreateKeyEx");
    add(new Rule(Kind.WRITES_TWO, 0, FILE, 2, false), "CreatePipe");
    add(new Rule(Kind.STARTS_PROCESS, 9, null, 2, false), "CreateProcess");
    add(new Rule(Kind.STARTS_PROCESS, 10, null, 3, false), "CreateProcessAsUser");
    add(new Rule(Kind.DUPLICATES, 3, null, 5, true), "DuplicateHandle");
    add(new Rule(Kind.CLOSES, 0, null, -1, false), "CloseHandle", "FindCloseChangeNotification");
    add(new Rule(Kind.CLOSES, 0, null, -1, false), "FindClose", "WSACloseEvent");
    add(new Rule(Kind.CLOSES_IF_ZERO, 0, null, -1, false), "RegCloseKey", "closesocket", "NtClose");
    add(new Rule(Kind.SETS_FLAGS, 0, null, -1, false), "SetHandleInformation");
    add(new Rule(Kind.SETS_ATTRIBUTE, 0, null, -1, false), "UpdateProcThreadAttribute");
  }

  private static void returns(String type, int attributes, String... functions) {
    add(new Rule(Kind.RETURNS, -1, type, attributes, false), functions);
  }

  private static void opens(String type, String function) {
    add(new Rule(Kind.RETURNS, -1, type, 1, true), function);
  }

  private static void writes(int argument, String type, String... functions) {
    add(new Rule(Kind.WRITES, argument, type, -1, false), functions);
  }

  private static void add(Rule rule, String... functions) {
    for (String function : functions) {
      RULES.put(function, rule);
      RULES.put(function + "A", rule);
      RULES.put(function + "W", rule);
    }
  }

  /**
   * The rule for a function, or null if no handle comes out of it or goes into it that is of
   * interest.
   *
   * @param function the name that the library exports, such as {@code CreateEventW}
   */
  static Rule of(String function) {
    return RULES.get(function);
  }

  static Set<String> functions() {
    return Collections.unmodifiableSet(RULES.keySet());
  }

  boolean closes() {
    return kind == Kind.CLOSES || kind == Kind.CLOSES_IF_ZERO;
  }

  boolean hasSucceeded(long result) {
    return switch (kind) {
      case RETURNS, RETURNS_PROCESS, RETURNS_PORT -> result != 0 && result != -1;
      case WRITES_IF_ZERO, CLOSES_IF_ZERO -> (int) result == 0;
      default -> (int) result != 0;
    };
  }
}
