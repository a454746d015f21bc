package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.ProcessDetails;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One frame in a reused buffer: four bytes of length, then fields, big endian. Either the fields
 * are put and the frame is sent, or it is received and they are taken in the same order.
 *
 * <p>A length is checked before it is used, and the buffer grows with the bytes that have come, not
 * with those that a peer claims. Whatever is wrong with a field is a {@link
 * MalformedFrameException}. Used by one thread.
 */
public final class Message {
  /**
   * The bytes of one mailslot message that cross. Windows names no limit for a local message; this
   * one bounds what a peer can make the other side keep for one call.
   */
  public static final int MAX_MESSAGE_BYTES = 16 << 20;

  /** One frame without its length field: the largest message, and what stands around it. */
  public static final int MAX_FRAME_BYTES = MAX_MESSAGE_BYTES + 1024;

  /** A process without texts. */
  static final int LEAST_DETAILS_BYTES = 4 * Integer.BYTES + 2 * Long.BYTES + 1;

  /** The size of a new buffer: enough for each call but those with long texts or messages. */
  private static final int FIRST_BYTES = 1024;

  /** A larger buffer is given up after its frame. */
  private static final int KEPT_BYTES = 128 << 10;

  /** The JDK moves a heap buffer through a direct one of the same size, which it keeps. */
  private static final int TRANSFER_BYTES = 64 << 10;

  /** A frame of rows ends where it has grown to this size. */
  private static final int ROWS_BYTES = 64 << 10;

  private static final int LENGTH_BYTES = Integer.BYTES;

  private static final String CUT_OFF = "the stream ended inside a frame";

  // How a row starts, or what stands in its place.
  private static final int INHERITABLE = 1;
  private static final int PROTECTED = 2;
  private static final int SAME_TYPE = 4;
  private static final int SAME_NAME = 8;
  private static final int ROW_FLAGS = INHERITABLE | PROTECTED | SAME_TYPE | SAME_NAME;
  private static final int MORE_ROWS = 64;
  private static final int LAST_ROW = 65;

  private ByteBuffer bytes = ByteBuffer.allocateDirect(FIRST_BYTES).limit(0);

  /** Where the received bytes end: after the frame at hand may come the start of the next. */
  private int received;

  private boolean isCut;

  // Sending.

  /** Begins a frame; one that was not sent is forgotten. */
  public Message begin() {
    shrink();
    received = 0;
    bytes.clear().position(LENGTH_BYTES);
    return this;
  }

  private void shrink() {
    if (bytes.capacity() > KEPT_BYTES) {
      bytes = ByteBuffer.allocateDirect(FIRST_BYTES);
    }
  }

  private ByteBuffer reserve(int count) {
    if (bytes.remaining() < count) {
      grow((long) bytes.position() + count);
    }
    return bytes;
  }

  private void grow(long needed) {
    long most = (long) LENGTH_BYTES + MAX_FRAME_BYTES;
    if (needed > most) {
      throw new IllegalArgumentException("a frame of " + needed + " bytes is too long");
    }
    int capacity = (int) Math.min(Math.max(needed, 2L * bytes.capacity()), most);
    ByteBuffer larger =
        capacity > KEPT_BYTES ? ByteBuffer.allocate(capacity) : ByteBuffer.allocateDirect(capacity);
    bytes = larger.put(bytes.flip());
  }

  public Message putByte(int value) {
    reserve(Byte.BYTES).put((byte) value);
    return this;
  }

  public Message put(int value) {
    reserve(Integer.BYTES).putInt(value);
    return this;
  }

  public Message put(long value) {
    reserve(Long.BYTES).putLong(value);
    return this;
  }

  public Message put(boolean value) {
    return putByte(value ? 1 : 0);
  }

  Message put(Handle handle) {
    return put(handle.value());
  }

  /** A handle or null. */
  Message putOptional(Handle handle) {
    return put(handle != null).put(handle == null ? 0 : handle.value());
  }

  /** A text or null, as UTF-16 units, so that unpaired surrogates survive. */
  public Message put(String text) {
    if (text == null) {
      return put(-1);
    }
    put(text.length());
    reserve(Character.BYTES * text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes.putChar(text.charAt(i));
    }
    return this;
  }

  /** Attributes or null. */
  Message put(SecurityAttributes attributes) {
    return putByte(attributes == null ? 0 : attributes.inheritHandle() ? 2 : 1);
  }

  /** Handles or null. */
  Message put(List<Handle> handles) {
    put(handles == null ? -1 : handles.size());
    if (handles != null) {
      for (Handle handle : handles) {
        put(handle);
      }
    }
    return this;
  }

  /** An environment or null. */
  Message put(Map<String, String> environment) {
    put(environment == null ? -1 : environment.size());
    if (environment != null) {
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        put(variable.getKey()).put(variable.getValue());
      }
    }
    return this;
  }

  /** A startup information or null. */
  Message put(StartupInfo info) {
    put(info != null);
    return info == null
        ? this
        : putOptional(info.standardInput())
            .putOptional(info.standardOutput())
            .putOptional(info.standardError())
            .put(info.inheritOnly());
  }

  Message put(ProcessDetails details) {
    put(details.processId()).put(details.imageName()).put(details.parentProcessId());
    put(details.startTime() == null ? 0 : details.startTime().toEpochMilli());
    return put(details.isSuspended()).put(details.commandLine()).put(details.hostProcessId());
  }

  /** The rest of the frame: what remains in {@code source}, whose position stays. */
  Message putRest(ByteBuffer source) {
    reserve(source.remaining()).put(source.duplicate());
    return this;
  }

  /** Room for {@code count} bytes, to be filled from its start; {@link #filled} must follow. */
  ByteBuffer room(int count) {
    return reserve(count).slice().limit(count);
  }

  /** Takes in what the caller has put into the {@link #room}. */
  Message filled(int count) {
    bytes.position(bytes.position() + count);
    return this;
  }

  /**
   * Puts rows until the frame has a good size; a type or a name that is the same as in the row
   * before is not sent again.
   *
   * @return the index of the first row that is for the next frame
   */
  int putRows(List<HandleRow> rows, int start) {
    int next = start;
    String type = null;
    String name = null;
    while (next < rows.size() && bytes.position() < ROWS_BYTES) {
      HandleRow row = rows.get(next);
      next++;
      boolean sameType = row.objectType().equals(type);
      boolean sameName = row.objectName() == null ? name == null : row.objectName().equals(name);
      putByte(
          (row.inheritable() ? INHERITABLE : 0)
              | (row.protectedFromClose() ? PROTECTED : 0)
              | (sameType ? SAME_TYPE : 0)
              | (sameName ? SAME_NAME : 0));
      put(row.processId()).put(row.handle()).put(row.objectAddress());
      put(row.grantedAccess()).put(row.usageCount());
      type = row.objectType();
      name = row.objectName();
      if (!sameType) {
        put(type);
      }
      if (!sameName) {
        put(name);
      }
    }
    putByte(next < rows.size() ? MORE_ROWS : LAST_ROW);
    return next;
  }

  /**
   * Puts handles with their texts until the frame has a good size; a text that is the same as the
   * one before is not sent again.
   *
   * @return false if some are left for the next frame
   */
  boolean putStates(Iterator<Map.Entry<Handle, String>> states) {
    String text = null;
    while (states.hasNext() && bytes.position() < ROWS_BYTES) {
      Map.Entry<Handle, String> state = states.next();
      boolean isSame = state.getValue().equals(text);
      putByte(isSame ? SAME_NAME : 0).put(state.getKey());
      if (!isSame) {
        text = state.getValue();
        put(text);
      }
    }
    putByte(states.hasNext() ? MORE_ROWS : LAST_ROW);
    return !states.hasNext();
  }

  /** Sets a byte that was put before: the one with that number among the frame's fields. */
  void setByte(int index, int value) {
    bytes.put(LENGTH_BYTES + index, (byte) value);
  }

  /** Sends the frame. */
  public void send(WritableByteChannel channel) throws IOException {
    bytes.putInt(0, bytes.position() - LENGTH_BYTES).flip();
    int end = bytes.limit();
    while (bytes.position() < end) {
      bytes.limit(Math.min(end, bytes.position() + TRANSFER_BYTES));
      var unused = channel.write(bytes);
    }
  }

  // Receiving.

  /**
   * Waits for a frame; false if the stream ends between two frames.
   *
   * @throws EOFException if it ends inside one
   */
  public boolean receive(ReadableByteChannel channel) throws IOException {
    if (received > bytes.limit()) {
      bytes.position(bytes.limit()).limit(received).compact();
    } else {
      shrink();
      bytes.clear();
    }
    received = 0;
    while (bytes.position() < LENGTH_BYTES) {
      if (!fill(channel)) {
        if (bytes.position() == 0) {
          bytes.flip();
          return false;
        }
        throw new EOFException(CUT_OFF);
      }
    }
    int length = bytes.getInt(0);
    if (length < 1 || length > MAX_FRAME_BYTES) {
      throw new MalformedFrameException(
          "a length of " + Integer.toUnsignedString(length) + " bytes");
    }
    int end = LENGTH_BYTES + length;
    isCut = false;
    try {
      receiveUpTo(end, channel);
    } catch (OutOfMemoryError e) {
      isCut = true;
      skip(end - bytes.position(), channel);
      return true;
    }
    received = bytes.position();
    bytes.position(LENGTH_BYTES).limit(end);
    return true;
  }

  private void receiveUpTo(int end, ReadableByteChannel channel) throws IOException {
    while (bytes.position() < end) {
      if (!bytes.hasRemaining()) {
        grow(Math.min(end, 2L * bytes.capacity()));
      }
      if (!fill(channel)) {
        throw new EOFException(CUT_OFF);
      }
    }
  }

  /** Leaves the start of the frame, which fills the buffer, and drops the rest. */
  private void skip(int count, ReadableByteChannel channel) throws IOException {
    ByteBuffer dropped = ByteBuffer.allocate(FIRST_BYTES);
    for (int left = count; left > 0; left -= dropped.position()) {
      if (channel.read(dropped.clear().limit(Math.min(left, FIRST_BYTES))) < 0) {
        throw new EOFException(CUT_OFF);
      }
    }
    bytes.flip().position(LENGTH_BYTES);
  }

  /** Whether there was no memory for the whole frame, so that only its start is at hand. */
  boolean isCut() {
    return isCut;
  }

  private boolean fill(ReadableByteChannel channel) throws IOException {
    int limit = bytes.limit();
    bytes.limit(Math.min(limit, bytes.position() + TRANSFER_BYTES));
    try {
      return channel.read(bytes) >= 0;
    } finally {
      bytes.limit(limit);
    }
  }

  private ByteBuffer need(int count) {
    if (bytes.remaining() < count) {
      throw new MalformedFrameException("it ends inside a field");
    }
    return bytes;
  }

  public int int8() {
    return need(Byte.BYTES).get();
  }

  public int int32() {
    return need(Integer.BYTES).getInt();
  }

  public long int64() {
    return need(Long.BYTES).getLong();
  }

  ProcessDetails details() {
    int processId = int32();
    String imageName = text();
    int parentProcessId = int32();
    long startMillis = int64();
    return new ProcessDetails(
        processId,
        imageName,
        parentProcessId,
        startMillis == 0 ? null : Instant.ofEpochMilli(startMillis),
        bool(),
        text(),
        int64());
  }

  public boolean bool() {
    int value = int8();
    if (value != 0 && value != 1) {
      throw new MalformedFrameException("a truth value of " + value);
    }
    return value == 1;
  }

  Handle handle() {
    return new Handle(int64());
  }

  Handle optionalHandle() {
    boolean isThere = bool();
    Handle handle = handle();
    return isThere ? handle : null;
  }

  /** A text or null. */
  public String text() {
    int length = count(Character.BYTES);
    if (length < 0) {
      return null;
    }
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = bytes.getChar();
    }
    return new String(text);
  }

  /** A text that must be there. */
  public String requiredText() {
    String text = text();
    if (text == null) {
      throw new MalformedFrameException("a text is missing");
    }
    return text;
  }

  SecurityAttributes attributes() {
    int kind = int8();
    if (kind < 0 || kind > 2) {
      throw new MalformedFrameException("security attributes of " + kind);
    }
    return kind == 0 ? null : new SecurityAttributes(kind == 2);
  }

  /** How many things of at least so many bytes each follow; -1 stands for null. */
  int count(int bytesEach) {
    int count = int32();
    if (count < -1 || (long) count * bytesEach > bytes.remaining()) {
      throw new MalformedFrameException("a count of " + Integer.toUnsignedString(count));
    }
    return count;
  }

  List<Handle> handles() {
    int count = count(Long.BYTES);
    List<Handle> handles = count < 0 ? null : new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      handles.add(handle());
    }
    return handles;
  }

  /** Handles that must be there. */
  List<Handle> requiredHandles() {
    List<Handle> handles = handles();
    if (handles == null) {
      throw new MalformedFrameException("handles are missing");
    }
    return handles;
  }

  Map<String, String> environment() {
    int count = count(2 * Integer.BYTES);
    Map<String, String> environment = count < 0 ? null : new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      environment.put(requiredText(), requiredText());
    }
    return environment;
  }

  StartupInfo startupInfo() {
    return bool()
        ? new StartupInfo(optionalHandle(), optionalHandle(), optionalHandle(), handles())
        : null;
  }

  /** Takes the rows of one frame; true if another frame of them follows. */
  boolean rows(List<HandleRow> rows) {
    String type = null;
    String name = null;
    int flags;
    while ((flags = int8()) != MORE_ROWS && flags != LAST_ROW) {
      if ((flags & ~ROW_FLAGS) != 0 || (type == null && (flags & SAME_TYPE) != 0)) {
        throw new MalformedFrameException("a row with the flags " + flags);
      }
      int processId = int32();
      Handle handle = handle();
      long address = int64();
      int access = int32();
      int usageCount = int32();
      type = (flags & SAME_TYPE) != 0 ? type : requiredText();
      name = (flags & SAME_NAME) != 0 ? name : text();
      rows.add(
          new HandleRow(
              processId,
              handle,
              address,
              type,
              name,
              access,
              (flags & INHERITABLE) != 0,
              (flags & PROTECTED) != 0,
              usageCount));
    }
    return flags == MORE_ROWS;
  }

  /** Takes the handles with their texts of one frame; true if another frame of them follows. */
  boolean states(Map<Handle, String> states) {
    String text = null;
    int flags;
    while ((flags = int8()) != MORE_ROWS && flags != LAST_ROW) {
      boolean isSame = flags == SAME_NAME;
      if (isSame ? text == null : flags != 0) {
        throw new MalformedFrameException("a state with the flags " + flags);
      }
      Handle handle = handle();
      text = isSame ? text : requiredText();
      states.put(handle, text);
    }
    return flags == MORE_ROWS;
  }

  /** Bytes with their count before them. */
  Message putBytes(ByteBuffer source) {
    put(source.remaining());
    return putRest(source);
  }

  /** Bytes with their count before them; valid until the next frame. */
  ByteBuffer bytes() {
    int count = count(Byte.BYTES);
    if (count < 0) {
      throw new MalformedFrameException("bytes are missing");
    }
    ByteBuffer taken = bytes.slice().limit(count);
    bytes.position(bytes.position() + count);
    return taken;
  }

  /** Whether it has room for this many bytes more. */
  boolean takes(int count) {
    return (long) bytes.position() + count <= (long) LENGTH_BYTES + MAX_FRAME_BYTES;
  }

  /** The rest of the frame; valid until the next one. */
  ByteBuffer rest() {
    ByteBuffer rest = bytes.slice();
    bytes.position(bytes.limit());
    return rest;
  }

  /** Checks that nothing is left. */
  public void end() {
    if (bytes.hasRemaining()) {
      throw new MalformedFrameException(bytes.remaining() + " bytes too many");
    }
  }
}
