package handlelab.wire;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.MailslotInfo;
import handlelab.api.PipeHandles;
import handlelab.api.PipeInfo;
import handlelab.api.PipeState;
import handlelab.api.ProcessDetails;
import handlelab.api.ProcessInformation;
import handlelab.api.ProcessTimes;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

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

  /** The size of a new buffer: enough for each call but those with long texts or messages. */
  private static final int FIRST_BYTES = 1024;

  /** A larger buffer is given up after its frame. */
  private static final int KEPT_BYTES = 128 << 10;

  /** The JDK moves a heap buffer through a direct one of the same size, which it keeps. */
  private static final int TRANSFER_BYTES = 64 << 10;

  /** A page ends where it has grown to this size. */
  private static final int PAGE_BYTES = 64 << 10;

  private static final int LENGTH_BYTES = Integer.BYTES;

  private static final String CUT_OFF = "the stream ended inside a frame";

  // What comes next in a page of a long list.
  private static final int LAST_PAGE = 0;
  private static final int ELEMENT = 1;
  private static final int MORE_PAGES = 2;

  /** Stands for null; counts and lengths are not negative. */
  private static final int NULL = -1;

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

  /**
   * Puts values, each in the form of its type: numbers, handles, texts, what a call has for
   * parameters and results, lists of such values. A buffer is the rest of the frame, what remains
   * in it; its position stays. Null is -1, which is how nothing else begins that may be null; a
   * handle that may be missing is an Optional.
   */
  Message putAll(Object... values) {
    for (Object value : values) {
      putAny(value);
    }
    return this;
  }

  private void putAny(Object value) {
    if (value == null) {
      put(NULL);
    } else if (value instanceof Handle handle) {
      put(handle.value());
    } else if (value instanceof Integer number) {
      put((int) number);
    } else if (value instanceof Boolean truth) {
      put((boolean) truth);
    } else if (value instanceof String text) {
      put(text);
    } else if (value instanceof ByteBuffer rest) {
      reserve(rest.remaining()).put(rest.duplicate());
    } else if (value instanceof Long number) {
      put((long) number);
    } else if (value instanceof SecurityAttributes attributes) {
      put(attributes.inheritHandle() ? 1 : 0);
    } else if (value instanceof Collection<?> elements) {
      put(elements.size());
      for (Object element : elements) {
        putAny(element);
      }
    } else if (value instanceof Map<?, ?> environment) {
      putAny(environment.entrySet());
    } else if (value instanceof Map.Entry<?, ?> entry) {
      putAll(entry.getKey(), entry.getValue());
    } else if (value instanceof Created created) {
      putAll(created.handle(), created.existed());
    } else if (value instanceof MailslotInfo info) {
      putAll(info.maxMessageSize(), info.nextSize(), info.messageCount(), info.readTimeoutMillis());
    } else if (value instanceof ProcessInformation made) {
      putAll(made.process(), made.thread(), made.processId(), made.threadId());
    } else if (value instanceof PipeHandles ends) {
      putAll(ends.read(), ends.write());
    } else if (value instanceof PipeState state) {
      putAll(state.mode(), state.instances());
    } else if (value instanceof PipeInfo info) {
      putAll(info.flags(), info.outBufferSize(), info.inBufferSize(), info.maxInstances());
    } else if (value instanceof ProcessTimes times) {
      putAll(times.creation(), times.exit(), times.kernel(), times.user());
    } else if (value instanceof HandleRow row) {
      putAll(row.processId(), row.handle(), row.objectAddress(), row.objectType());
      putAll(row.objectName(), row.grantedAccess(), row.inheritable());
      putAll(row.protectedFromClose(), row.usageCount());
    } else if (value instanceof StartupInfo info) {
      put(0);
      putAny(Optional.ofNullable(info.standardInput()));
      putAny(Optional.ofNullable(info.standardOutput()));
      putAny(Optional.ofNullable(info.standardError()));
      putAny(info.inheritOnly());
    } else if (value instanceof Optional<?> handle) {
      put(handle.isPresent());
      if (handle.isPresent()) {
        putAny(handle.get());
      }
    } else if (value instanceof ProcessDetails details) {
      long startMillis = details.startTime() == null ? 0 : details.startTime().toEpochMilli();
      putAll(details.processId(), details.imageName(), details.parentProcessId(), startMillis);
      putAll(details.isSuspended(), details.commandLine(), details.hostProcessId());
    } else {
      throw new IllegalArgumentException("a " + value.getClass().getName() + " does not cross");
    }
  }

  /** A text or null, as UTF-16 units, so that unpaired surrogates survive. */
  public Message put(String text) {
    if (text == null) {
      return put(NULL);
    }
    put(text.length());
    reserve(Character.BYTES * text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes.putChar(text.charAt(i));
    }
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
   * Puts elements of a long list until the frame has a good size.
   *
   * @return false if some are left for the next frame
   */
  boolean putPage(Iterator<?> elements) {
    while (elements.hasNext() && bytes.position() < PAGE_BYTES) {
      putByte(ELEMENT);
      putAny(elements.next());
    }
    putByte(elements.hasNext() ? MORE_PAGES : LAST_PAGE);
    return !elements.hasNext();
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
    return bool() ? handle() : null;
  }

  /** A text or null. */
  public String text() {
    int length = count(Character.BYTES);
    if (length == NULL) {
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
    int inherit = int32();
    if (inherit < NULL || inherit > 1) {
      throw new MalformedFrameException("security attributes of " + inherit);
    }
    return inherit == NULL ? null : new SecurityAttributes(inherit == 1);
  }

  /** How many things of at least so many bytes each follow, or {@link #NULL}. */
  private int count(int bytesEach) {
    int count = int32();
    if (count < NULL || (long) count * bytesEach > bytes.remaining()) {
      throw new MalformedFrameException("a count of " + Integer.toUnsignedString(count));
    }
    return count;
  }

  /** A list or null, of elements of at least so many bytes each. */
  private <T> List<T> optionalList(int bytesEach, Supplier<T> element) {
    int count = count(bytesEach);
    List<T> list = count == NULL ? null : new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(element.get());
    }
    return list;
  }

  /** A list that must be there. */
  <T> List<T> list(int bytesEach, Supplier<T> element) {
    List<T> list = optionalList(bytesEach, element);
    if (list == null) {
      throw new MalformedFrameException("a list is missing");
    }
    return list;
  }

  /** Handles that must be there. */
  List<Handle> handles() {
    return list(Long.BYTES, this::handle);
  }

  Map<String, String> environment() {
    int count = count(2 * Integer.BYTES);
    Map<String, String> environment = count == NULL ? null : new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      environment.put(requiredText(), requiredText());
    }
    return environment;
  }

  StartupInfo startupInfo() {
    int isThere = int32();
    if (isThere != NULL && isThere != 0) {
      throw new MalformedFrameException("a startup information of " + isThere);
    }
    return isThere == NULL
        ? null
        : new StartupInfo(
            optionalHandle(),
            optionalHandle(),
            optionalHandle(),
            optionalList(Long.BYTES, this::handle));
  }

  /** Takes the elements of one frame; true if another frame of them follows. */
  <T> boolean page(List<T> elements, Function<Message, T> element) {
    int next;
    while ((next = int8()) == ELEMENT) {
      elements.add(element.apply(this));
    }
    if (next != MORE_PAGES && next != LAST_PAGE) {
      throw new MalformedFrameException("an element of kind " + next);
    }
    return next == MORE_PAGES;
  }

  /** A row. There are few types, so that a large table holds each but once. */
  HandleRow row() {
    return new HandleRow(
        int32(),
        handle(),
        int64(),
        requiredText().intern(),
        text(),
        int32(),
        bool(),
        bool(),
        int32());
  }

  /** A handle and the state of its object. */
  Map.Entry<Handle, String> state() {
    return Map.entry(handle(), requiredText());
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
