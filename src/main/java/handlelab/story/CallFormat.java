package handlelab.story;

import handlelab.api.Created;
import handlelab.api.Handle;
import handlelab.api.HandleRow;
import handlelab.api.IoResult;
import handlelab.api.IoState;
import handlelab.api.Kernel32Call;
import handlelab.api.Overlapped;
import handlelab.api.ProcessTimes;
import handlelab.inspect.AccessNames;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the calls of a performance, and their results, as text. It knows types and names of
 * arguments, but no function.
 *
 * <p>Values stand as they are, for readers of a chapter. {@link StableFormat} writes those that
 * differ from run to run otherwise.
 */
class CallFormat {
  /** What follows the first part of a message that is longer. */
  static final String MORE_DATA = ", MORE_DATA";

  /** What follows the handle of an object that was created. */
  static final String NEW = " (new)";

  /** What follows the handle of an object that existed. */
  static final String EXISTED = " (existed)";

  private static final int MAX_TEXT = 60;

  final Performance performance;

  CallFormat(Performance performance) {
    this.performance = performance;
  }

  /**
   * A handle value; a pseudo handle by the function that returns it.
   *
   * @param table the process in whose table the value is meant
   */
  String handle(Actor table, Handle handle) {
    if (handle.equals(Handle.CURRENT_PROCESS)) {
      return "GetCurrentProcess()";
    }
    if (handle.equals(Handle.CURRENT_THREAD)) {
      return "GetCurrentThread()";
    }
    return handle.equals(Handle.NULL) ? "NULL" : handle.toString();
  }

  String processId(int processId) {
    return Integer.toString(processId);
  }

  /** Null if the number is to be left out. */
  String threadId(int threadId) {
    return Integer.toString(threadId);
  }

  String path(String path) {
    return path;
  }

  /** A child's name and arguments; a child JVM's own command line would be long. */
  String commandLine(Performance.Prepared child) {
    List<String> words = new ArrayList<>(child.arguments());
    words.add(0, performance.stage().isExact() ? child.name() : "java ...");
    return String.join(" ", words);
  }

  /** A call that is about to be made. */
  final CallText call(Actor caller, Kernel32Call call) {
    List<CallText.Argument> arguments = new ArrayList<>();
    for (Map.Entry<String, Object> argument : call.arguments().entrySet()) {
      String name = argument.getKey();
      Actor table =
          name.equals("source") ? performance.table(caller, call, "sourceProcess") : caller;
      String value =
          name.equals("desiredAccess")
              ? access(caller, call)
              : value(table, NumberText.key(call.method(), name), argument.getValue());
      arguments.add(new CallText.Argument(name, value));
    }
    return new CallText(call.function(), List.copyOf(arguments));
  }

  /** What a call returned; TRUE if it returns nothing. A text stands for the bytes that it read. */
  final String result(Actor caller, Kernel32Call call, Object result) {
    if (call.resultType() == void.class) {
      return "TRUE";
    }
    if (result instanceof IoResult moved) {
      return moved.state() == IoState.PENDING
          ? moved.state().name()
          : moved(call, moved.bytes()) + (moved.state() == IoState.MORE_DATA ? MORE_DATA : "");
    }
    if (call.hasArgument("target") && result instanceof Integer count) {
      return moved(call, count);
    }
    Actor table = performance.table(caller, call, "targetProcess");
    return value(table, call.method(), result);
  }

  /** The text that a read has moved into its buffer; of anything else, the number of bytes. */
  private String moved(Kernel32Call call, int count) {
    ByteBuffer target =
        call.hasArgument("target")
            ? (ByteBuffer) call.argument("target")
            : performance.target((Overlapped) call.argument("overlapped"));
    if (target == null) {
      return Integer.toString(count);
    }
    ByteBuffer read = target.duplicate().flip();
    return bytes(read.position(read.limit() - count));
  }

  private String value(Actor table, String name, Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof Handle handle) {
      return handle(table, handle);
    }
    if (value instanceof Integer number) {
      return switch (name) {
        case "processId", "getProcessId", "getCurrentProcessId" -> processId(number);
        case "threadId" -> threadId(number);
        default -> NumberText.of(name, number);
      };
    }
    if (value instanceof Boolean truth) {
      return truth ? "TRUE" : "FALSE";
    }
    if (value instanceof String text) {
      if (name.equals("queryFullProcessImageName")) {
        return quoted(image(text));
      }
      Performance.Prepared child = performance.prepared(text);
      return quoted(child == null ? path(text) : commandLine(child));
    }
    if (value instanceof ByteBuffer buffer) {
      return name.equals("target") ? buffer.remaining() + " bytes" : bytes(buffer);
    }
    if (value instanceof List<?> list) {
      return list.stream()
          .map(element -> value(table, "", element))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.size() + " variables";
    }
    if (value instanceof Overlapped overlapped) {
      String event = handle(table, overlapped.event());
      return performance.nameOf(overlapped)
          + (overlapped.event().equals(Handle.NULL) ? "" : " (event " + event + ")");
    }
    if (value instanceof Created created) {
      return handle(table, created.handle()) + (created.existed() ? EXISTED : NEW);
    }
    if (value instanceof ProcessTimes times) {
      return times.exit() < times.creation() ? "no exit yet" : "exit after creation";
    }
    return value instanceof Record record ? record(table, record) : value.toString();
  }

  /** Components that are null are left out. */
  private String record(Actor table, Record record) {
    List<String> parts = new ArrayList<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(record);
        String name = NumberText.key(record.getClass().getSimpleName(), component.getName());
        String text = value == null ? null : value(table, name, value);
        if (text != null) {
          parts.add(component.getName() + "=" + text);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return "{" + String.join(", ", parts) + "}";
  }

  /** The rights that a call asks for: those of its source's type, or of the type that it opens. */
  private String access(Actor caller, Kernel32Call call) {
    int access = (Integer) call.argument("desiredAccess");
    if (access == 0) {
      return "0";
    }
    String type = call.method().startsWith("open") ? call.method().substring(4) : "File";
    type = type.equals("Mutex") ? "Mutant" : type;
    if (call.hasArgument("source")) {
      Actor table = performance.table(caller, call, "sourceProcess");
      List<HandleRow> rows =
          performance.rows(table, Set.of(((Handle) call.argument("source")).value() & ~3L));
      type = rows.isEmpty() ? type : rows.get(0).objectType();
    }
    return AccessNames.text(type, access);
  }

  /** The form of an image's path; the rest of it is another one on each system. */
  private static String image(String path) {
    if (path.startsWith("\\Device\\")) {
      return "\\Device\\...";
    }
    return path.indexOf('\\') >= 0 || path.indexOf('/') >= 0 ? "a full path" : path;
  }

  static String quoted(String text) {
    return text.length() > MAX_TEXT ? text.length() + " characters" : '"' + text + '"';
  }

  /** Bytes as the text that they are, or their number. */
  private static String bytes(ByteBuffer buffer) {
    try {
      return quoted(StandardCharsets.UTF_8.newDecoder().decode(buffer.duplicate()).toString());
    } catch (CharacterCodingException noText) {
      return buffer.remaining() + " bytes";
    }
  }
}
