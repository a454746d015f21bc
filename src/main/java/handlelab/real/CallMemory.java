package handlelab.real;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The native memory that one thread's calls use again and again: 64 bytes for words that come back
 * and small structures, and a buffer for a name or a message.
 *
 * <p>One for each thread, so no lock. Freed when the thread is. Reads and writes go through direct
 * byte buffers, which the JIT turns into plain loads and stores; {@code Memory}'s own accessors are
 * native calls.
 */
final class CallMemory {
  /** Up to this size a thread keeps its buffer; a larger one is given back after the call. */
  private static final int KEPT_BYTES = 128 * 1024;

  private static final int FIRST_BYTES = 1024;
  private static final int WORD_BYTES = 64;
  private static final int OVERLAPPED_OFFSET = 32;
  private static final int OVERLAPPED_EVENT = 24;
  private static final int SECURITY_ATTRIBUTES_BYTES = 24;

  /** Windows only reads these structures, so one of each kind serves all calls. */
  private static final Memory NOT_INHERITABLE = securityAttributes(0);

  private static final Memory INHERITABLE = securityAttributes(1);

  private static final ThreadLocal<CallMemory> OF_THREAD = ThreadLocal.withInitial(CallMemory::new);

  private final Memory wordMemory = new Memory(WORD_BYTES);
  private final ByteBuffer words = view(wordMemory);
  private final long wordsAddress = Pointer.nativeValue(wordMemory);
  private Memory dataMemory = new Memory(FIRST_BYTES);
  private ByteBuffer data = view(dataMemory);
  private long dataAddress = Pointer.nativeValue(dataMemory);

  private final AsynchronousFiles.Answers asynchronousFiles = new AsynchronousFiles.Answers();

  private CallMemory() {}

  static CallMemory ofThread() {
    return OF_THREAD.get();
  }

  /** The address of 32 bytes for results. */
  long words() {
    return wordsAddress;
  }

  /** The same, the first eight bytes zero: for a function that may succeed and write nothing. */
  long clearedWords() {
    words.putLong(0, 0);
    return wordsAddress;
  }

  /** The same, the first four bytes set to this: for a function that takes and returns one. */
  long word(int value) {
    words.putInt(0, value);
    return wordsAddress;
  }

  int intAt(int offset) {
    return words.getInt(offset);
  }

  long longAt(int offset) {
    return words.getLong(offset);
  }

  /** A {@code SECURITY_ATTRIBUTES} that says the same, or NULL for null. */
  static long securityAttributes(SecurityAttributes attributes) {
    if (attributes == null) {
      return 0;
    }
    return Pointer.nativeValue(attributes.inheritHandle() ? INHERITABLE : NOT_INHERITABLE);
  }

  private static Memory securityAttributes(int inheritHandle) {
    Memory structure = new Memory(SECURITY_ATTRIBUTES_BYTES);
    structure.clear();
    structure.setInt(0, SECURITY_ATTRIBUTES_BYTES);
    structure.setInt(16, inheritHandle);
    return structure;
  }

  /** A new {@code OVERLAPPED} with this event; valid until the next call that needs a structure. */
  long overlapped(long event) {
    for (int field = 0; field < OVERLAPPED_EVENT; field += Long.BYTES) {
      words.putLong(OVERLAPPED_OFFSET + field, 0);
    }
    words.putLong(OVERLAPPED_OFFSET + OVERLAPPED_EVENT, event);
    return wordsAddress + OVERLAPPED_OFFSET;
  }

  /** The status in that {@code OVERLAPPED}. */
  long overlappedStatus() {
    return words.getLong(OVERLAPPED_OFFSET);
  }

  AsynchronousFiles.Answers asynchronousFiles() {
    return asynchronousFiles;
  }

  /** The buffer for a message, at least {@code bytes} long, from its index 0. */
  ByteBuffer data(int bytes) {
    if (data.capacity() < bytes) {
      replaceData(Math.max(bytes, Math.min(2 * data.capacity(), KEPT_BYTES)));
    }
    return data;
  }

  /** The address of {@link #data}. */
  long dataAddress() {
    return dataAddress;
  }

  /** Gives an unusually large buffer back; called when a call is over. */
  void trim() {
    if (data.capacity() > KEPT_BYTES) {
      replaceData(FIRST_BYTES);
    }
  }

  /**
   * The text as UTF-16 with a NUL behind it, in {@link #data}; NULL for null.
   *
   * @throws Win32Exception {@code ERROR_INVALID_NAME} if the text contains a NUL: the function
   *     would see a shorter name than the caller means
   */
  long wideName(String function, String text) {
    if (text == null) {
      return 0;
    }
    if (text.indexOf('\0') >= 0) {
      throw new Win32Exception(function, Win32Error.ERROR_INVALID_NAME);
    }
    int length = text.length();
    ByteBuffer target = data(Math.multiplyExact(2, length + 1));
    for (int i = 0; i < length; i++) {
      target.putChar(2 * i, text.charAt(i));
    }
    target.putChar(2 * length, '\0');
    return dataAddress;
  }

  private void replaceData(int bytes) {
    Memory larger = new Memory(bytes);
    dataMemory.close();
    dataMemory = larger;
    data = view(larger);
    dataAddress = Pointer.nativeValue(larger);
  }

  private static ByteBuffer view(Memory memory) {
    return memory.getByteBuffer(0, memory.size()).order(ByteOrder.nativeOrder());
  }
}
