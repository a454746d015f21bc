package handlelab.jna;

import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The last error, and its text. */
final class MessageFunctions {
  private static final int ALLOCATE_BUFFER = 0x100;
  private static final int FROM_SYSTEM = 0x1000;

  /** The language of the texts: that of the United States. */
  private static final int ENGLISH = 0x409;

  private static final int ERROR_MR_MID_NOT_FOUND = 317;

  /** An HRESULT that stands for a Windows error has it in its low half. */
  private static final int HRESULT_OF_WIN32 = 0x80070000;

  /** The memory that LocalFree takes. */
  private static final Set<Long> ALLOCATED = ConcurrentHashMap.newKeySet();

  private MessageFunctions() {}

  private static final class Messages {
    static final Properties BY_CODE = read();

    private static Properties read() {
      Properties messages = new Properties();
      try (InputStream in = MessageFunctions.class.getResourceAsStream("messages.properties")) {
        messages.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return messages;
    }
  }

  static void addTo(SimulatedLibrary library) {
    library.add("GetLastError", 0, call -> call.jna().lastError());
    library.add(
        "SetLastError",
        0,
        call -> {
          call.setError(call.number(0));
          return 0;
        });
    for (String name : new String[] {"GetSystemDefaultLCID", "GetUserDefaultLCID"}) {
      library.add(name, 0, call -> ENGLISH);
    }
    library.add("FormatMessage*", 0, MessageFunctions::formatMessage);
    library.add("LocalFree", 0, MessageFunctions::localFree);
  }

  private static long formatMessage(SimulatedCall call) throws Throwable {
    int flags = call.number(0);
    if ((flags & FROM_SYSTEM) == 0) {
      throw Refusal.of(call.function(), "a message that is not the system's");
    }
    String message = message(call.number(2));
    if (message == null) {
      throw new Win32Exception(call.function(), ERROR_MR_MID_NOT_FOUND);
    }
    NativeText text = call.text();
    if ((flags & ALLOCATE_BUFFER) == 0) {
      text.write(4, message, call.number(5), call.function());
    } else {
      byte[] bytes = text.encode(message, true);
      long address = call.jna().allocate(bytes.length);
      if (address == 0) {
        throw new Win32Exception(call.function(), Win32Error.ERROR_NOT_ENOUGH_MEMORY);
      }
      call.jna().memory(address, bytes.length).put(bytes);
      ALLOCATED.add(address);
      call.putLong(4, address);
    }
    return text.length(message);
  }

  /** The text of a Windows error, as Windows in English has it; null if it is not known here. */
  private static String message(int code) {
    int error = (code & 0xFFFF0000) == HRESULT_OF_WIN32 ? code & 0xFFFF : code;
    String message = Messages.BY_CODE.getProperty(Integer.toString(error));
    return message == null ? null : message + "\r\n";
  }

  private static long localFree(SimulatedCall call) throws Throwable {
    long address = call.arguments().value(0);
    if (address != 0 && !ALLOCATED.remove(address)) {
      call.setError(Win32Error.ERROR_INVALID_HANDLE);
      return address;
    }
    if (address != 0) {
      call.jna().free(address);
    }
    return 0;
  }
}
