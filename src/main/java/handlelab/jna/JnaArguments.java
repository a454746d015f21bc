package handlelab.jna;

import handlelab.recorder.CallArguments;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The arguments that JNA passes to native code: boxed numbers, pointers, arrays of a primitive type
 * and buffers. JNA has made those of all other types by then.
 */
final class JnaArguments implements CallArguments {
  private final Jna jna;
  private final Object[] arguments;

  /** What must be done to show the caller what was written into copies of its arrays. */
  private final List<Runnable> copiesBack = new ArrayList<>(0);

  JnaArguments(Jna jna, Object[] arguments) {
    this.jna = jna;
    this.arguments = arguments == null ? new Object[0] : arguments;
  }

  Object[] all() {
    return arguments;
  }

  @Override
  public long value(int index) {
    Object argument = arguments[index];
    if (argument instanceof Number number) {
      return number.longValue();
    }
    if (argument instanceof Character character) {
      return character;
    }
    return jna.isPointer(argument) ? address(argument) : 0;
  }

  private long address(Object pointer) {
    try {
      return jna.pointerValue(pointer);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean isNull(int index) {
    Object argument = arguments[index];
    return argument == null
        || ((argument instanceof Number || jna.isPointer(argument)) && value(index) == 0);
  }

  @Override
  public ByteBuffer memory(int index, int bytes) {
    Object argument = arguments[index];
    ByteBuffer memory;
    if (argument instanceof byte[] array) {
      memory = ByteBuffer.wrap(array).slice();
    } else if (argument instanceof ByteBuffer buffer) {
      memory = buffer.slice();
    } else if (argument instanceof Buffer || argument.getClass().isArray()) {
      memory = copy(argument);
    } else {
      return memoryAt(value(index), bytes);
    }
    return memory.limit(Math.min(bytes, memory.capacity())).order(ByteOrder.nativeOrder());
  }

  private ByteBuffer memoryAt(long address, int bytes) {
    try {
      return jna.memory(address, bytes);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private ByteBuffer copy(Object argument) {
    if (argument instanceof char[] || argument instanceof CharBuffer) {
      CharBuffer chars =
          argument instanceof char[] array ? CharBuffer.wrap(array) : (CharBuffer) argument;
      ByteBuffer copy = allocate(Character.BYTES * chars.remaining());
      copy.asCharBuffer().put(chars.duplicate());
      copiesBack.add(() -> chars.duplicate().put(copy.asCharBuffer()));
      return copy.duplicate();
    }
    if (argument instanceof int[] || argument instanceof IntBuffer) {
      IntBuffer ints =
          argument instanceof int[] array ? IntBuffer.wrap(array) : (IntBuffer) argument;
      ByteBuffer copy = allocate(Integer.BYTES * ints.remaining());
      copy.asIntBuffer().put(ints.duplicate());
      copiesBack.add(() -> ints.duplicate().put(copy.asIntBuffer()));
      return copy.duplicate();
    }
    if (argument instanceof long[] || argument instanceof LongBuffer) {
      LongBuffer longs =
          argument instanceof long[] array ? LongBuffer.wrap(array) : (LongBuffer) argument;
      ByteBuffer copy = allocate(Long.BYTES * longs.remaining());
      copy.asLongBuffer().put(longs.duplicate());
      copiesBack.add(() -> longs.duplicate().put(copy.asLongBuffer()));
      return copy.duplicate();
    }
    if (argument instanceof short[] || argument instanceof ShortBuffer) {
      ShortBuffer shorts =
          argument instanceof short[] array ? ShortBuffer.wrap(array) : (ShortBuffer) argument;
      ByteBuffer copy = allocate(Short.BYTES * shorts.remaining());
      copy.asShortBuffer().put(shorts.duplicate());
      copiesBack.add(() -> shorts.duplicate().put(copy.asShortBuffer()));
      return copy.duplicate();
    }
    throw new IllegalArgumentException("an argument is of " + argument.getClass());
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }

  /** Shows the caller what was written into its arrays. */
  void copyBack() {
    copiesBack.forEach(Runnable::run);
    copiesBack.clear();
  }
}
