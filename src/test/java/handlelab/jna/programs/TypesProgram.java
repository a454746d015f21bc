package handlelab.jna.programs;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.PointerType;
import com.sun.jna.Structure;
import com.sun.jna.WString;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The same functions with arguments of many types. */
public final class TypesProgram {
  private static final int INVALID_HANDLE = 6;

  private TypesProgram() {}

  /** A structure of the program's own. */
  @Structure.FieldOrder({"length", "descriptor", "inherit"})
  public static class Security extends Structure {
    public int length = 24;
    public Pointer descriptor;
    public int inherit = 1;
  }

  /** A handle type of the program's own. */
  public static class Event extends PointerType {}

  /** An interface without the W32 options: names are written out. */
  public interface Types extends Library {
    Types INSTANCE = Native.load("kernel32", Types.class);

    Event CreateEventW(Security attributes, int manual, int initial, WString name);

    long CreateEventW(Pointer attributes, boolean manual, byte initial, char[] name);

    Pointer CreateEventA(Pointer attributes, int manual, int initial, String name);

    NativeLong CreateEventW(Pointer attributes, short manual, int initial, byte[] name);

    int CreateEventW(Pointer attributes, int manual, int initial, Memory name);

    int OpenEventA(int access, boolean inherit, byte[] name);

    boolean GetHandleInformation(Event event, IntByReference flags);

    boolean GetHandleInformation(long event, int[] flags);

    boolean GetHandleInformation(Pointer event, ByteBuffer flags);

    int CreatePipe(long[] read, PointerByReference write, Pointer attributes, int size);

    int CreatePipe(LongByReference read, Pointer write, Pointer attributes, int size);

    int WaitForMultipleObjects(int count, long[] handles, boolean all, int millis);

    int WaitForMultipleObjects(int count, Pointer[] handles, boolean all, int millis);

    int WaitForMultipleObjects(int count, Event[] handles, boolean all, int millis);

    boolean CloseHandle(Event event);

    int CloseHandle(long event);

    byte CloseHandle(Pointer event);

    void CloseHandle(int event);
  }

  /** Runs all. */
  public static void main(String[] arguments) {
    Types types = Types.INSTANCE;
    Event named = types.CreateEventW(new Security(), 1, 1, new WString("Größe 😀"));
    Check.equal("error of a new event", 0, Native.getLastError());
    IntByReference flags = new IntByReference();
    Check.isTrue("GetHandleInformation", types.GetHandleInformation(named, flags));
    Check.equal("inherit flag", 1, flags.getValue());

    long byChars = types.CreateEventW(null, true, (byte) 0, "Größe 😀\0".toCharArray());
    Check.equal("by char[]", 183, Native.getLastError());
    int[] flag = {7};
    Check.isTrue("GetHandleInformation", types.GetHandleInformation(byChars, flag));
    Check.equal("no inherit flag", 0, flag[0]);

    byte[] utf16 = "Größe 😀\0".getBytes(StandardCharsets.UTF_16LE);
    NativeLong byBytes = types.CreateEventW(null, (short) 1, 0, utf16);
    Check.equal("by byte[]", 183, Native.getLastError());
    Memory memory = new Memory(100);
    memory.setWideString(0, "Größe 😀");
    int byMemory = types.CreateEventW(null, 1, 0, memory);
    Check.equal("by Memory", 183, Native.getLastError());
    memory.write(0, utf16, 0, utf16.length);
    Check.equal("by UTF-16", 1, types.CloseHandle((long) types.CreateEventW(null, 1, 0, memory)));

    Pointer ascii = types.CreateEventA(null, 1, 0, "plain");
    byte[] plain = "plain\0".getBytes(StandardCharsets.US_ASCII);
    int opened = types.OpenEventA(0x100000, false, plain);
    Check.isTrue("OpenEventA", opened != 0);
    ByteBuffer direct = ByteBuffer.allocateDirect(4).putInt(0, 9);
    Check.isTrue("GetHandleInformation", types.GetHandleInformation(ascii, direct));
    Check.equal("flags in a ByteBuffer", 0, direct.getInt(0));

    waits(types, named, byChars);
    pipes(types);
    Check.isTrue("CloseHandle", types.CloseHandle(named));
    Check.equal("CloseHandle", 1, types.CloseHandle(byChars));
    Check.equal("CloseHandle", (byte) 1, types.CloseHandle(ascii));
    types.CloseHandle(opened);
    types.CloseHandle(byMemory);
    types.CloseHandle(byBytes.intValue());
    types.CloseHandle(byBytes.intValue());
    Check.equal("error of a void method", INVALID_HANDLE, Native.getLastError());
    Check.equal(
        "raw int",
        0,
        Function.getFunction("kernel32.dll", "CloseHandle").invokeInt(new Object[] {0x7F0}));
  }

  private static void waits(Types types, Event set, long alsoSet) {
    long[] values = {Pointer.nativeValue(set.getPointer()), alsoSet};
    Check.equal("wait for long[]", 0, types.WaitForMultipleObjects(2, values, false, 0));
    Pointer[] pointers = {set.getPointer(), new Pointer(alsoSet)};
    Check.equal("wait for Pointer[]", 0, types.WaitForMultipleObjects(2, pointers, false, 0));
    Event[] events = {set};
    Check.equal("wait for a type[]", 0, types.WaitForMultipleObjects(1, events, true, 0));
  }

  private static void pipes(Types types) {
    long[] read = new long[1];
    PointerByReference write = new PointerByReference();
    Check.equal("CreatePipe", 1, types.CreatePipe(read, write, null, 0));
    Check.equal("CloseHandle", 1, types.CloseHandle(read[0]));
    Check.equal("CloseHandle", (byte) 1, types.CloseHandle(write.getValue()));
    LongByReference other = new LongByReference();
    Memory memory = new Memory(8);
    Check.equal("CreatePipe", 1, types.CreatePipe(other, memory, null, 0));
    Check.equal("CloseHandle", 1, types.CloseHandle(other.getValue()));
    Check.equal("CloseHandle", (byte) 1, types.CloseHandle(memory.getPointer(0)));
  }
}
