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

  /** Allows the object to be deleted. */
  public static final int DELETE = 0x0001_0000;

  /** Allows the object's security descriptor to be read. */
  public static final int READ_CONTROL = 0x0002_0000;

  /** Allows the object's discretionary access control list to be changed. */
  public static final int WRITE_DAC = 0x0004_0000;

  /** Allows the object's owner to be changed. */
  public static final int WRITE_OWNER = 0x0008_0000;

  /** Allows waiting for the object; every wait function needs it. */
  public static final int SYNCHRONIZE = 0x0010_0000;

  /** DELETE, READ_CONTROL, WRITE_DAC and WRITE_OWNER together. */
  public static final int STANDARD_RIGHTS_REQUIRED = 0x000F_0000;

  /** Allows the audit list to be read and changed; needs a privilege. */
  public static final int ACCESS_SYSTEM_SECURITY = 0x0100_0000;

  /** Asks for all access that the object's security descriptor allows. */
  public static final int MAXIMUM_ALLOWED = 0x0200_0000;

  // Generic access rights: asked for, mapped to the type's own rights, never stored in a row.

  /** Asks for every right of the object's type. */
  public static final int GENERIC_ALL = 0x1000_0000;

  /** Asks for what the object's type counts as execution. */
  public static final int GENERIC_EXECUTE = 0x2000_0000;

  /** Asks for what the object's type counts as writing, such as FILE_GENERIC_WRITE. */
  public static final int GENERIC_WRITE = 0x4000_0000;

  /** Asks for what the object's type counts as reading, such as FILE_GENERIC_READ. */
  public static final int GENERIC_READ = 0x8000_0000;

  // File access rights; both ends of a mailslot are files.

  /** Allows reading, with {@code ReadFile}. */
  public static final int FILE_READ_DATA = 0x0001;

  /** Allows writing, with {@code WriteFile}. */
  public static final int FILE_WRITE_DATA = 0x0002;

  /** Allows data to be added at the end; of a pipe, FILE_CREATE_PIPE_INSTANCE. */
  public static final int FILE_APPEND_DATA = 0x0004;

  /** Allows the extended attributes to be read. */
  public static final int FILE_READ_EA = 0x0008;

  /** Allows the extended attributes to be changed. */
  public static final int FILE_WRITE_EA = 0x0010;

  /** Allows the file to be run as a program. */
  public static final int FILE_EXECUTE = 0x0020;

  /** Allows attributes and state to be queried; {@code CreateFileW} always adds it. */
  public static final int FILE_READ_ATTRIBUTES = 0x0080;

  /** Allows attributes and state to be changed, such as a pipe's read mode. */
  public static final int FILE_WRITE_ATTRIBUTES = 0x0100;

  /** The rights that {@link #GENERIC_READ} means for a file. */
  public static final int FILE_GENERIC_READ = 0x0012_0089;

  /** The rights that {@link #GENERIC_WRITE} means for a file. */
  public static final int FILE_GENERIC_WRITE = 0x0012_0116;

  /** The rights that {@link #GENERIC_EXECUTE} means for a file. */
  public static final int FILE_GENERIC_EXECUTE = 0x0012_00A0;

  /** Every right of a file. */
  public static final int FILE_ALL_ACCESS = 0x001F_01FF;

  // Process access rights.

  /** Allows {@code TerminateProcess}. */
  public static final int PROCESS_TERMINATE = 0x0001;

  /** Allows a thread to be made in the process. */
  public static final int PROCESS_CREATE_THREAD = 0x0002;

  /** Allows the process's session to be set. */
  public static final int PROCESS_SET_SESSIONID = 0x0004;

  /** Allows the process's address space to be changed. */
  public static final int PROCESS_VM_OPERATION = 0x0008;

  /** Allows the process's memory to be read. */
  public static final int PROCESS_VM_READ = 0x0010;

  /** Allows the process's memory to be written. */
  public static final int PROCESS_VM_WRITE = 0x0020;

  /** Allows {@code DuplicateHandle} from and into the process's handle table. */
  public static final int PROCESS_DUP_HANDLE = 0x0040;

  /** Allows the process to be named as the parent of a new one. */
  public static final int PROCESS_CREATE_PROCESS = 0x0080;

  /** Allows the process's memory limits to be set. */
  public static final int PROCESS_SET_QUOTA = 0x0100;

  /** Allows settings such as the priority class to be changed. */
  public static final int PROCESS_SET_INFORMATION = 0x0200;

  /** Allows details such as the token to be queried. */
  public static final int PROCESS_QUERY_INFORMATION = 0x0400;

  /** Allows all threads of the process to be suspended and resumed. */
  public static final int PROCESS_SUSPEND_RESUME = 0x0800;

  /** Allows id, exit code, times and image name to be queried. */
  public static final int PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;

  /** Allows a small part of PROCESS_SET_INFORMATION. */
  public static final int PROCESS_SET_LIMITED_INFORMATION = 0x2000;

  /** Every right of a process, since Windows Vista. */
  public static final int PROCESS_ALL_ACCESS = 0x001F_FFFF;

  // Thread access rights.

  /** Allows {@code TerminateThread}. */
  public static final int THREAD_TERMINATE = 0x0001;

  /** Allows {@code SuspendThread} and {@code ResumeThread}. */
  public static final int THREAD_SUSPEND_RESUME = 0x0002;

  /** Allows the thread's registers to be read. */
  public static final int THREAD_GET_CONTEXT = 0x0008;

  /** Allows the thread's registers to be changed. */
  public static final int THREAD_SET_CONTEXT = 0x0010;

  /** Allows the thread's settings to be changed. */
  public static final int THREAD_SET_INFORMATION = 0x0020;

  /** Allows details of the thread to be queried. */
  public static final int THREAD_QUERY_INFORMATION = 0x0040;

  /** Allows the thread's impersonation token to be set. */
  public static final int THREAD_SET_THREAD_TOKEN = 0x0080;

  /** Allows the thread's security information to be used directly. */
  public static final int THREAD_IMPERSONATE = 0x0100;

  /** Allows a server's thread to impersonate a client. */
  public static final int THREAD_DIRECT_IMPERSONATION = 0x0200;

  /** Allows a small part of THREAD_SET_INFORMATION. */
  public static final int THREAD_SET_LIMITED_INFORMATION = 0x0400;

  /** Allows ids, exit code and times to be queried. */
  public static final int THREAD_QUERY_LIMITED_INFORMATION = 0x0800;

  /** A right to resume only; in {@code winnt.h}, not in Microsoft's pages. */
  public static final int THREAD_RESUME = 0x1000;

  /** Every right of a thread, since Windows Vista. */
  public static final int THREAD_ALL_ACCESS = 0x001F_FFFF;

  // Access rights of events, mutexes and semaphores.

  /** Allows {@code SetEvent} and {@code ResetEvent}. */
  public static final int EVENT_MODIFY_STATE = 0x0002;

  /** Every right of an event. */
  public static final int EVENT_ALL_ACCESS = 0x001F_0003;

  /** Reserved: {@code ReleaseMutex} needs ownership and no right. */
  public static final int MUTEX_MODIFY_STATE = 0x0001;

  /** Every right of a mutex. */
  public static final int MUTEX_ALL_ACCESS = 0x001F_0001;

  /** Allows {@code ReleaseSemaphore}. */
  public static final int SEMAPHORE_MODIFY_STATE = 0x0002;

  /** Every right of a semaphore. */
  public static final int SEMAPHORE_ALL_ACCESS = 0x001F_0003;

  // Share modes of CreateFileW.

  /** Refuses every other open until the handle is closed; no name of Windows. */
  public static final int FILE_SHARE_NONE = 0;

  /** Lets others open the file for reading. */
  public static final int FILE_SHARE_READ = 0x1;

  /** Lets others open the file for writing. */
  public static final int FILE_SHARE_WRITE = 0x2;

  /** Lets others delete or rename the file. */
  public static final int FILE_SHARE_DELETE = 0x4;

  // Creation dispositions of CreateFileW.

  /** Makes a new file; fails if it exists. */
  public static final int CREATE_NEW = 1;

  /** Makes a new file; replaces an existing one. */
  public static final int CREATE_ALWAYS = 2;

  /** Opens an existing file; the disposition for mailslots and pipes. */
  public static final int OPEN_EXISTING = 3;

  /** Opens the file, and makes it if it does not exist. */
  public static final int OPEN_ALWAYS = 4;

  /** Opens an existing file and empties it; fails if it does not exist. */
  public static final int TRUNCATE_EXISTING = 5;

  // Flags and attributes of CreateFileW.

  /** A file without other attributes. */
  public static final int FILE_ATTRIBUTE_NORMAL = 0x0000_0080;

  /** Makes {@code CreateNamedPipeW} fail if the pipe exists. */
  public static final int FILE_FLAG_FIRST_PIPE_INSTANCE = 0x0008_0000;

  /** Allows overlapped operations on the handle; see {@link Overlapped}. */
  public static final int FILE_FLAG_OVERLAPPED = 0x4000_0000;

  /** Writes return when the data is on the disk, or at a remote pipe's end. */
  public static final int FILE_FLAG_WRITE_THROUGH = 0x8000_0000;

  // Mailslots: read timeouts in milliseconds; the size that stands for "no message" is in
  // MailslotInfo.

  /** The read timeout of a mailslot whose reads wait without limit. */
  public static final int MAILSLOT_WAIT_FOREVER = -1;

  /** The next message's size if the mailslot is empty. */
  public static final int MAILSLOT_NO_MESSAGE = MailslotInfo.NO_MESSAGE;

  // Results of GetFileType.

  /** A file of another type, such as a mailslot. */
  public static final int FILE_TYPE_UNKNOWN = 0;

  /** A file on a disk. */
  public static final int FILE_TYPE_DISK = 1;

  /** A character device, such as a console. */
  public static final int FILE_TYPE_CHAR = 2;

  /** A named or anonymous pipe, or a socket. */
  public static final int FILE_TYPE_PIPE = 3;

  /** Not used by Windows. */
  public static final int FILE_TYPE_REMOTE = 0x8000;

  // Named pipes: open modes, pipe modes, flags of GetNamedPipeInfo, timeouts of WaitNamedPipeW.

  /** Open mode: the client writes and the server reads. */
  public static final int PIPE_ACCESS_INBOUND = 0x1;

  /** Open mode: the server writes and the client reads. */
  public static final int PIPE_ACCESS_OUTBOUND = 0x2;

  /** Open mode: both ends read and write. */
  public static final int PIPE_ACCESS_DUPLEX = 0x3;

  /** Pipe mode: reads, writes and connects wait. */
  public static final int PIPE_WAIT = 0;

  /** Pipe mode: reads, writes and connects return at once. */
  public static final int PIPE_NOWAIT = 0x1;

  /** Pipe mode of one end: reads take bytes, across the ends of messages. */
  public static final int PIPE_READMODE_BYTE = 0;

  /** Pipe mode of one end: each read takes one message or a part of it. */
  public static final int PIPE_READMODE_MESSAGE = 0x2;

  /** Pipe mode: writes add to a stream of bytes. */
  public static final int PIPE_TYPE_BYTE = 0;

  /** Pipe mode: each write is a message. */
  public static final int PIPE_TYPE_MESSAGE = 0x4;

  /** Pipe mode: clients of other machines may connect. */
  public static final int PIPE_ACCEPT_REMOTE_CLIENTS = 0;

  /** Pipe mode: clients of other machines are refused. */
  public static final int PIPE_REJECT_REMOTE_CLIENTS = 0x8;

  /** Flag of {@link PipeInfo}: the handle is a client end. */
  public static final int PIPE_CLIENT_END = 0;

  /** Flag of {@link PipeInfo}: the handle is a server end. */
  public static final int PIPE_SERVER_END = 0x1;

  /** Number of instances: as many as the system's resources allow. */
  public static final int PIPE_UNLIMITED_INSTANCES = 255;

  /** Timeout of {@code WaitNamedPipeW}: the pipe's own default. */
  public static final int NMPWAIT_USE_DEFAULT_WAIT = 0;

  /** Timeout of {@code WaitNamedPipeW}: do not wait. */
  public static final int NMPWAIT_NOWAIT = 1;

  /** Timeout of {@code WaitNamedPipeW}: no limit. */
  public static final int NMPWAIT_WAIT_FOREVER = -1;

  // Flags of a row: masks and values of SetHandleInformation.

  /** Children that are created with {@code inheritHandles} get the handle. */
  public static final int HANDLE_FLAG_INHERIT = 0x1;

  /** {@code CloseHandle} does not close the handle, and fails. */
  public static final int HANDLE_FLAG_PROTECT_FROM_CLOSE = 0x2;

  // Options of DuplicateHandle. The third is documented for NtDuplicateObject only; kernel32 passes
  // it on.

  /** Closes the source handle, whether or not the call fails. */
  public static final int DUPLICATE_CLOSE_SOURCE = 0x1;

  /** Gives the new handle the access of the source handle. */
  public static final int DUPLICATE_SAME_ACCESS = 0x2;

  /** Gives the new handle the flags of the source handle. */
  public static final int DUPLICATE_SAME_ATTRIBUTES = 0x4;

  // Creation flags of CreateProcessW.

  /** The calling thread debugs the new process and its children. */
  public static final int DEBUG_PROCESS = 0x0000_0001;

  /** The main thread does not run before {@code ResumeThread}. */
  public static final int CREATE_SUSPENDED = 0x0000_0004;

  /** The new process does not inherit its parent's console. */
  public static final int DETACHED_PROCESS = 0x0000_0008;

  /** The new process has a console of its own. */
  public static final int CREATE_NEW_CONSOLE = 0x0000_0010;

  /** The new process is the root of a group for console signals. */
  public static final int CREATE_NEW_PROCESS_GROUP = 0x0000_0200;

  /** The environment block is UTF-16. */
  public static final int CREATE_UNICODE_ENVIRONMENT = 0x0000_0400;

  /** The start-up structure is a {@code STARTUPINFOEXW}. */
  public static final int EXTENDED_STARTUPINFO_PRESENT = 0x0008_0000;

  /** A console program runs without a console window. */
  public static final int CREATE_NO_WINDOW = 0x0800_0000;

  // Flags of STARTUPINFOW.

  /** The structure's three standard handles are to be used. */
  public static final int STARTF_USESTDHANDLES = 0x0000_0100;

  // Waiting: timeouts in milliseconds, results, and the exit code of a process that still runs.

  /** The timeout of a wait without limit. */
  public static final int INFINITE = -1;

  /** The object is signalled; in a wait for several, its index is added. */
  public static final int WAIT_OBJECT_0 = 0;

  /** The wait got a mutex whose owner ended without releasing it. */
  public static final int WAIT_ABANDONED = 0x80;

  /** The time passed before the object was signalled. */
  public static final int WAIT_TIMEOUT = 0x102;

  /** The wait failed; {@link Kernel32} throws instead. */
  public static final int WAIT_FAILED = -1;

  /** The exit code of a process that still runs. */
  public static final int STILL_ACTIVE = 259;

  // Slots of GetStdHandle, and a flag of QueryFullProcessImageNameW.

  /** The slot of standard input. */
  public static final int STD_INPUT_HANDLE = -10;

  /** The slot of standard output. */
  public static final int STD_OUTPUT_HANDLE = -11;

  /** The slot of standard error. */
  public static final int STD_ERROR_HANDLE = -12;

  /** Asks for the image's native path, such as {@code \Device\...}. */
  public static final int PROCESS_NAME_NATIVE = 1;

  // Limits.

  /** Handles of one WaitForMultipleObjects. */
  public static final int MAXIMUM_WAIT_OBJECTS = 64;

  /** Characters of a command line of CreateProcessW, with the terminating NUL. */
  public static final int MAX_COMMAND_LINE_CHARS = 32_767;

  private Win32() {}
}
