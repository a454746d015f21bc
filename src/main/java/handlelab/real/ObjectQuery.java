package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import handlelab.api.ObjectState;
import handlelab.api.Win32;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Asks what the objects of this process's handles are, for one thread.
 *
 * <p>Its buffer is its own and not the thread's: a query that hangs keeps it for ever.
 */
final class ObjectQuery implements AutoCloseable {
  private static final int OBJECT_BASIC_INFORMATION_BYTES = 56;
  private static final int HANDLE_COUNT = 8;
  private static final int IO_STATUS_BLOCK_BYTES = 16;

  /** {@code FILE_INFORMATION_CLASS.FilePipeLocalInformation}. */
  private static final int FILE_PIPE_LOCAL_INFORMATION = 24;

  private static final int FILE_PIPE_LOCAL_INFORMATION_BYTES = 40;
  private static final int READ_DATA_AVAILABLE = 20;
  private static final int NAMED_PIPE_STATE = 32;
  private static final int NAMED_PIPE_END = 36;
  private static final int FILE_PIPE_SERVER_END = 1;
  private static final int FILE_PIPE_DISCONNECTED_STATE = 1;

  /** By {@code FILE_PIPE_*_STATE}, from 1 on. */
  private static final String[] PIPE_STATES = {
    "disconnected", "listening", "connected", "other end closed"
  };

  /** The information class that is asked for, of events, mutexes and semaphores. */
  private static final int BASIC_INFORMATION = 0;

  private static final int TWO_WORDS = 2 * Integer.BYTES;

  /** {@code EVENT_BASIC_INFORMATION}: type and state. */
  private static final int NOTIFICATION_EVENT = 0;

  private static final int MUTANT_OWNER_INFORMATION = 1;
  private static final int MUTANT_ABANDONED = 5;
  private static final int CLIENT_ID_BYTES = 16;
  private static final int CLIENT_ID_THREAD = 8;

  /** The type of files, pipes and mailslots: the only one whose name query can hang. */
  static final String FILE_TYPE = "File";

  /** The structures end with a text of at most 65535 bytes. */
  private static final int BUFFER_BYTES = 66 * 1024;

  private final Memory memory = new Memory(BUFFER_BYTES);
  private final ByteBuffer bytes =
      memory.getByteBuffer(0, BUFFER_BYTES).order(ByteOrder.nativeOrder());
  private final long address = Pointer.nativeValue(memory);

  /** How many rows of all processes point to the object, or 0 if the system hides it. */
  int handleCount(long handle) {
    return query(handle, NtdllLibrary.OBJECT_BASIC_INFORMATION, OBJECT_BASIC_INFORMATION_BYTES)
        ? bytes.getInt(HANDLE_COUNT)
        : 0;
  }

  /** The type's name, or null if the system hides it. */
  String typeName(long handle) {
    return query(handle, NtdllLibrary.OBJECT_TYPE_INFORMATION, BUFFER_BYTES)
        ? UnicodeString.read(bytes, 0, address)
        : null;
  }

  /**
   * Tells if asking for the name may hang: threads wait on pipes and mailslots, not on files of a
   * disk. Does not hang itself, because the system keeps the device type outside the file's lock.
   */
  boolean mayHang(long handle) {
    int device = deviceType(handle);
    return device == NtdllLibrary.FILE_DEVICE_NAMED_PIPE
        || device == NtdllLibrary.FILE_DEVICE_MAILSLOT;
  }

  /** A {@code FILE_DEVICE_*}; 0 if the system does not tell. */
  private int deviceType(long handle) {
    int status =
        NtdllLibrary.NtQueryVolumeInformationFile(
            handle,
            address,
            address + IO_STATUS_BLOCK_BYTES,
            NtdllLibrary.FILE_FS_DEVICE_INFORMATION_BYTES,
            NtdllLibrary.FILE_FS_DEVICE_INFORMATION);
    return status == NtdllLibrary.STATUS_SUCCESS ? bytes.getInt(IO_STATUS_BLOCK_BYTES) : 0;
  }

  /**
   * Whether this is an end of a pipe that has been disconnected. Asking Wine 10 for the name of
   * such a client end crashes its server. May hang as {@link #objectName}.
   */
  private boolean isDisconnectedPipe(long handle) {
    if (deviceType(handle) != NtdllLibrary.FILE_DEVICE_NAMED_PIPE) {
      return false;
    }
    int status = queryPipe(handle);
    // An end without FILE_READ_ATTRIBUTES, such as an outbound server end, does not tell.
    return status == NtdllLibrary.STATUS_SUCCESS
        ? pipeField(NAMED_PIPE_STATE) == FILE_PIPE_DISCONNECTED_STATE
        : status != NtdllLibrary.STATUS_ACCESS_DENIED;
  }

  private int queryPipe(long handle) {
    return NtdllLibrary.NtQueryInformationFile(
        handle,
        address,
        address + IO_STATUS_BLOCK_BYTES,
        FILE_PIPE_LOCAL_INFORMATION_BYTES,
        FILE_PIPE_LOCAL_INFORMATION);
  }

  private int pipeField(int offset) {
    return bytes.getInt(IO_STATUS_BLOCK_BYTES + offset);
  }

  /**
   * The object's name, or null if it has none or the system hides it. May hang as long as a thread
   * waits on a file that was opened for synchronous use.
   *
   * @param type the object's, as {@link #typeName} has it
   */
  String objectName(long handle, String type) {
    if (FILE_TYPE.equals(type) && isDisconnectedPipe(handle)) {
      return null;
    }
    return query(handle, NtdllLibrary.OBJECT_NAME_INFORMATION, BUFFER_BYTES)
        ? UnicodeString.read(bytes, 0, address)
        : null;
  }

  private boolean query(long handle, int informationClass, int size) {
    // The return length is left out: NULL is allowed, and nothing here needs it.
    return NtdllLibrary.NtQueryObject(handle, informationClass, address, size, 0)
        == NtdllLibrary.STATUS_SUCCESS;
  }

  /**
   * The object's state in the words of {@link ObjectState}; null if the system does not tell, or
   * there is nothing to tell. May hang as {@link #objectName}.
   *
   * @param type the object's, as {@link #typeName} has it
   */
  String state(long handle, String type) {
    if (type == null) {
      return null;
    }
    return switch (type) {
      case "Event" -> event(handle);
      case "Mutant" -> mutant(handle);
      case "Semaphore" -> semaphore(handle);
      case "Process" -> process(handle);
      case FILE_TYPE -> pipe(handle);
      default -> null;
    };
  }

  private String event(long handle) {
    int status = NtdllLibrary.NtQueryEvent(handle, BASIC_INFORMATION, address, TWO_WORDS, 0);
    return status == NtdllLibrary.STATUS_SUCCESS
        ? ObjectState.event(bytes.getInt(Integer.BYTES) != 0, bytes.getInt(0) == NOTIFICATION_EVENT)
        : null;
  }

  private String semaphore(long handle) {
    int status = NtdllLibrary.NtQuerySemaphore(handle, BASIC_INFORMATION, address, TWO_WORDS, 0);
    return status == NtdllLibrary.STATUS_SUCCESS
        ? ObjectState.semaphore(bytes.getInt(0), bytes.getInt(Integer.BYTES))
        : null;
  }

  /** The count is 1 if it is free, and goes down with each time that its owner acquires it. */
  private String mutant(long handle) {
    if (NtdllLibrary.NtQueryMutant(handle, BASIC_INFORMATION, address, TWO_WORDS, 0)
        != NtdllLibrary.STATUS_SUCCESS) {
      return null;
    }
    int count = bytes.getInt(0);
    if (count > 0) {
      return ObjectState.mutex(bytes.get(MUTANT_ABANDONED) != 0);
    }
    // Wine 10 does not tell the owner.
    boolean isOwnerKnown =
        NtdllLibrary.NtQueryMutant(handle, MUTANT_OWNER_INFORMATION, address, CLIENT_ID_BYTES, 0)
            == NtdllLibrary.STATUS_SUCCESS;
    return ObjectState.ownedMutex(
        isOwnerKnown ? (int) bytes.getLong(CLIENT_ID_THREAD) : 0,
        isOwnerKnown ? (int) bytes.getLong(0) : 0,
        1 - count);
  }

  private String process(long handle) {
    int id = Kernel32Library.GetProcessId(handle);
    if (id == 0 || Kernel32Library.GetExitCodeProcess(handle, address) == 0) {
      return null;
    }
    int exitCode = bytes.getInt(0);
    // A process may end with 259, which reads STILL_ACTIVE.
    boolean hasEnded =
        exitCode != Win32.STILL_ACTIVE
            || Kernel32Library.WaitForSingleObject(handle, 0) == Win32.WAIT_OBJECT_0;
    return ObjectState.process(id, hasEnded ? ObjectState.ended(exitCode) : "running");
  }

  /** A pipe is asked only after its device type, so no other file waits for the answer. */
  private String pipe(long handle) {
    if (deviceType(handle) != NtdllLibrary.FILE_DEVICE_NAMED_PIPE
        || queryPipe(handle) != NtdllLibrary.STATUS_SUCCESS) {
      return null;
    }
    int state = pipeField(NAMED_PIPE_STATE);
    boolean isKnown = state >= 1 && state <= PIPE_STATES.length;
    return ObjectState.pipe(
        pipeField(NAMED_PIPE_END) == FILE_PIPE_SERVER_END ? "server end" : "client end",
        isKnown ? PIPE_STATES[state - 1] : "state " + state,
        pipeField(READ_DATA_AVAILABLE));
  }

  @Override
  public void close() {
    memory.close();
  }
}
