package handlelab.api;

/**
 * The constants of the Windows headers that {@link Kernel32} takes and returns, by their Windows
 * names.
 *
 * <p>Source of every value: {@code winnt.h}, {@code winbase.h} and {@code fileapi.h} of the Windows
 * SDK. Error codes stand in {@link Win32Error}.
 */
public final class Win32 {
  // Standard access rights: the same bits for every object type.
  public static final int DELETE = 0x0001_0000;
  public static final int READ_CONTROL = 0x0002_0000;
  public static final int WRITE_DAC = 0x0004_0000;
  public static final int WRITE_OWNER = 0x0008_0000;
  public static final int SYNCHRONIZE = 0x0010_0000;
  public static final int STANDARD_RIGHTS_REQUIRED = 0x000F_0000;
  public static final int ACCESS_SYSTEM_SECURITY = 0x0100_0000;
  public static final int MAXIMUM_ALLOWED = 0x0200_0000;

  // Generic access rights: asked for, mapped to the type's own rights, never stored in a row.
  public static final int GENERIC_ALL = 0x1000_0000;
  public static final int GENERIC_EXECUTE = 0x2000_0000;
  public static final int GENERIC_WRITE = 0x4000_0000;
  public static final int GENERIC_READ = 0x8000_0000;

  // File access rights; both ends of a mailslot are files.
  public static final int FILE_READ_DATA = 0x0001;
  public static final int FILE_WRITE_DATA = 0x0002;
  public static final int FILE_APPEND_DATA = 0x0004;
  public static final int FILE_READ_EA = 0x0008;
  public static final int FILE_WRITE_EA = 0x0010;
  public static final int FILE_EXECUTE = 0x0020;
  public static final int FILE_READ_ATTRIBUTES = 0x0080;
  public static final int FILE_WRITE_ATTRIBUTES = 0x0100;
  public static final int FILE_GENERIC_READ = 0x0012_0089;
  public static final int FILE_GENERIC_WRITE = 0x0012_0116;
  public static final int FILE_GENERIC_EXECUTE = 0x0012_00A0;
  public static final int FILE_ALL_ACCESS = 0x001F_01FF;

  // Process access rights.
  public static final int PROCESS_TERMINATE = 0x0001;
  public static final int PROCESS_CREATE_THREAD = 0x0002;
  public static final int PROCESS_SET_SESSIONID = 0x0004;
  public static final int PROCESS_VM_OPERATION = 0x0008;
  public static final int PROCESS_VM_READ = 0x0010;
  public static final int PROCESS_VM_WRITE = 0x0020;
  public static final int PROCESS_DUP_HANDLE = 0x0040;
  public static final int PROCESS_CREATE_PROCESS = 0x0080;
  public static final int PROCESS_SET_QUOTA = 0x0100;
  public static final int PROCESS_SET_INFORMATION = 0x0200;
  public static final int PROCESS_QUERY_INFORMATION = 0x0400;
  public static final int PROCESS_SUSPEND_RESUME = 0x0800;
  public static final int PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
  public static final int PROCESS_SET_LIMITED_INFORMATION = 0x2000;
  public static final int PROCESS_ALL_ACCESS = 0x001F_FFFF;

  // Thread access rights.
  public static final int THREAD_TERMINATE = 0x0001;
  public static final int THREAD_SUSPEND_RESUME = 0x0002;
  public static final int THREAD_GET_CONTEXT = 0x0008;
  public static final int THREAD_SET_CONTEXT = 0x0010;
  public static final int THREAD_SET_INFORMATION = 0x0020;
  public static final int THREAD_QUERY_INFORMATION = 0x0040;
  public static final int THREAD_SET_THREAD_TOKEN = 0x0080;
  public static final int THREAD_IMPERSONATE = 0x0100;
  public static final int THREAD_DIRECT_IMPERSONATION = 0x0200;
  public static final int THREAD_SET_LIMITED_INFORMATION = 0x0400;
  public static final int THREAD_QUERY_LIMITED_INFORMATION = 0x0800;
  public static final int THREAD_RESUME = 0x1000;
  public static final int THREAD_ALL_ACCESS = 0x001F_FFFF;

  // Access rights of events, mutexes and semaphores.
  public static final int EVENT_MODIFY_STATE = 0x0002;
  public static final int EVENT_ALL_ACCESS = 0x001F_0003;
  public static final int MUTEX_MODIFY_STATE = 0x0001;
  public static final int MUTEX_ALL_ACCESS = 0x001F_0001;
  public static final int SEMAPHORE_MODIFY_STATE = 0x0002;
  public static final int SEMAPHORE_ALL_ACCESS = 0x001F_0003;

  // Share modes of CreateFileW.
  public static final int FILE_SHARE_NONE = 0;
  public static final int FILE_SHARE_READ = 0x1;
  public static final int FILE_SHARE_WRITE = 0x2;
  public static final int FILE_SHARE_DELETE = 0x4;

  // Creation dispositions of CreateFileW.
  public static final int CREATE_NEW = 1;
  public static final int CREATE_ALWAYS = 2;
  public static final int OPEN_EXISTING = 3;
  public static final int OPEN_ALWAYS = 4;
  public static final int TRUNCATE_EXISTING = 5;

  // Flags and attributes of CreateFileW.
  public static final int FILE_ATTRIBUTE_NORMAL = 0x0000_0080;
  public static final int FILE_FLAG_FIRST_PIPE_INSTANCE = 0x0008_0000;
  public static final int FILE_FLAG_OVERLAPPED = 0x4000_0000;
  public static final int FILE_FLAG_WRITE_THROUGH = 0x8000_0000;

  // Mailslots: read timeouts in milliseconds; the size that stands for "no message" is in
  // MailslotInfo.
  public static final int MAILSLOT_WAIT_FOREVER = -1;
  public static final int MAILSLOT_NO_MESSAGE = MailslotInfo.NO_MESSAGE;

  // Results of GetFileType.
  public static final int FILE_TYPE_UNKNOWN = 0;
  public static final int FILE_TYPE_DISK = 1;
  public static final int FILE_TYPE_CHAR = 2;
  public static final int FILE_TYPE_PIPE = 3;
  public static final int FILE_TYPE_REMOTE = 0x8000;

  // Named pipes: open modes, pipe modes, flags of GetNamedPipeInfo, timeouts of WaitNamedPipeW.
  public static final int PIPE_ACCESS_INBOUND = 0x1;
  public static final int PIPE_ACCESS_OUTBOUND = 0x2;
  public static final int PIPE_ACCESS_DUPLEX = 0x3;
  public static final int PIPE_WAIT = 0;
  public static final int PIPE_NOWAIT = 0x1;
  public static final int PIPE_READMODE_BYTE = 0;
  public static final int PIPE_READMODE_MESSAGE = 0x2;
  public static final int PIPE_TYPE_BYTE = 0;
  public static final int PIPE_TYPE_MESSAGE = 0x4;
  public static final int PIPE_ACCEPT_REMOTE_CLIENTS = 0;
  public static final int PIPE_REJECT_REMOTE_CLIENTS = 0x8;
  public static final int PIPE_CLIENT_END = 0;
  public static final int PIPE_SERVER_END = 0x1;
  public static final int PIPE_UNLIMITED_INSTANCES = 255;
  public static final int NMPWAIT_USE_DEFAULT_WAIT = 0;
  public static final int NMPWAIT_NOWAIT = 1;
  public static final int NMPWAIT_WAIT_FOREVER = -1;

  // Flags of a row: masks and values of SetHandleInformation.
  public static final int HANDLE_FLAG_INHERIT = 0x1;
  public static final int HANDLE_FLAG_PROTECT_FROM_CLOSE = 0x2;

  // Options of DuplicateHandle. The third is documented for NtDuplicateObject only; kernel32 passes
  // it on.
  public static final int DUPLICATE_CLOSE_SOURCE = 0x1;
  public static final int DUPLICATE_SAME_ACCESS = 0x2;
  public static final int DUPLICATE_SAME_ATTRIBUTES = 0x4;

  // Creation flags of CreateProcessW.
  public static final int DEBUG_PROCESS = 0x0000_0001;
  public static final int CREATE_SUSPENDED = 0x0000_0004;
  public static final int DETACHED_PROCESS = 0x0000_0008;
  public static final int CREATE_NEW_CONSOLE = 0x0000_0010;
  public static final int CREATE_NEW_PROCESS_GROUP = 0x0000_0200;
  public static final int CREATE_UNICODE_ENVIRONMENT = 0x0000_0400;
  public static final int EXTENDED_STARTUPINFO_PRESENT = 0x0008_0000;
  public static final int CREATE_NO_WINDOW = 0x0800_0000;

  // Flags of STARTUPINFOW.
  public static final int STARTF_USESTDHANDLES = 0x0000_0100;

  // Waiting: timeouts in milliseconds, results, and the exit code of a process that still runs.
  public static final int INFINITE = -1;
  public static final int WAIT_OBJECT_0 = 0;
  public static final int WAIT_ABANDONED = 0x80;
  public static final int WAIT_TIMEOUT = 0x102;
  public static final int WAIT_FAILED = -1;
  public static final int STILL_ACTIVE = 259;

  // Slots of GetStdHandle, and a flag of QueryFullProcessImageNameW.
  public static final int STD_INPUT_HANDLE = -10;
  public static final int STD_OUTPUT_HANDLE = -11;
  public static final int STD_ERROR_HANDLE = -12;
  public static final int PROCESS_NAME_NATIVE = 1;

  // Limits.
  /** Handles of one WaitForMultipleObjects. */
  public static final int MAXIMUM_WAIT_OBJECTS = 64;

  /** Characters of a command line of CreateProcessW, with the terminating NUL. */
  public static final int MAX_COMMAND_LINE_CHARS = 32_767;

  private Win32() {}
}
