package handlelab.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class Kernel32CallTest {
  private final List<Kernel32Call> calls = new ArrayList<>();

  /** What the next call returns or, if it is an exception, throws. */
  private Object answer;

  private final Kernel32 kernel32 =
      Kernel32Call.intercept(
          call -> {
            calls.add(call);
            if (answer instanceof RuntimeException failure) {
              throw failure;
            }
            if (answer instanceof Error error) {
              throw error;
            }
            return answer;
          });

  private Kernel32Call last() {
    return calls.get(calls.size() - 1);
  }

  @Test
  void intercept_callWithArguments_givesThemByName() {
    answer = new Handle(0x100);
    Handle slot =
        kernel32.createMailslot("\\\\.\\mailslot\\x", 8, 5, SecurityAttributes.INHERITABLE);
    assertEquals(new Handle(0x100), slot);
    assertEquals("createMailslot", last().method());
    assertEquals(Handle.class, last().resultType());
    assertEquals(
        "{name=\\\\.\\mailslot\\x, maxMessageSize=8, readTimeoutMillis=5,"
            + " attributes=SecurityAttributes[inheritHandle=true]}",
        last().arguments().toString());
    assertEquals("\\\\.\\mailslot\\x", last().argument("name"));
    assertTrue(last().hasArgument("maxMessageSize"));
    assertFalse(last().hasArgument("desiredAccess"));
    assertThrows(NoSuchElementException.class, () -> last().argument("desiredAccess"));
  }

  @Test
  void intercept_voidMethodAndMethodWithoutArguments_areCallsToo() {
    kernel32.closeHandle(new Handle(0x104));
    assertEquals("CloseHandle(handle=0x104)", last().toString());
    answer = 42;
    assertEquals(42, kernel32.getCurrentProcessId());
    assertEquals("GetCurrentProcessId()", last().toString());
  }

  @Test
  void intercept_methodsOfObject_areNotCalls() {
    Kernel32 other = Kernel32Call.intercept(call -> null);
    assertEquals(kernel32, kernel32);
    assertNotEquals(kernel32, other);
    assertEquals(kernel32.hashCode(), kernel32.hashCode());
    assertTrue(kernel32.toString().startsWith("Kernel32 with "), kernel32.toString());
    assertEquals(List.of(), calls);
  }

  /** The declarations of the real kernel32 have the exported names. */
  @Test
  void function_eachMethod_isExported() throws ClassNotFoundException {
    Class<?> library =
        Class.forName("handlelab.real.Kernel32Library", false, getClass().getClassLoader());
    Set<String> exported =
        Arrays.stream(library.getDeclaredMethods())
            .map(Method::getName)
            .collect(Collectors.toSet());
    // This one is looked up when it is first called, because Windows 8 lacks it.
    exported.add("CompareObjectHandles");
    for (Method method : Kernel32.class.getMethods()) {
      String function = functionOf(method);
      assertTrue(exported.contains(function), function);
    }
    assertTrue(exported.contains("CreateMailslotW"), exported.toString());
  }

  private String functionOf(Method method) {
    answer = method.getReturnType() == boolean.class ? Boolean.TRUE : null;
    if (method.getReturnType() == int.class) {
      answer = 0;
    }
    Object[] arguments =
        Arrays.stream(method.getParameterTypes())
            .map(type -> type == int.class ? 0 : type == boolean.class ? Boolean.FALSE : null)
            .toArray();
    try {
      var unused = method.invoke(kernel32, arguments);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(method.toString(), e);
    }
    return last().function();
  }

  @Test
  void invoke_onAKernel_passesArgumentsAndResult() {
    answer = 3;
    ByteBuffer target = ByteBuffer.allocate(3);
    assertEquals(3, kernel32.readFile(new Handle(0x100), target));
    Kernel32Call read = last();
    Object result =
        read.invoke(
            Kernel32Call.intercept(
                call -> {
                  assertSame(target, call.argument("target"));
                  return 7;
                }));
    assertEquals(7, result);
  }

  @Test
  void invoke_kernelThrows_throwsTheSame() {
    kernel32.closeHandle(new Handle(0x104));
    Kernel32Call close = last();
    answer = new Win32Exception("CloseHandle", Win32Error.ERROR_INVALID_HANDLE);
    assertSame(answer, assertThrows(Win32Exception.class, () -> close.invoke(kernel32)));
    answer = new StackOverflowError();
    assertSame(answer, assertThrows(StackOverflowError.class, () -> close.invoke(kernel32)));
  }

  @Test
  void openedHandles_followFromTheResult() {
    answer = new Handle(0x100);
    Handle unused = kernel32.openProcess(1, false, 8);
    assertEquals(Map.of("handle", new Handle(0x100)), last().openedHandles(answer));
    assertEquals(Map.of(), last().openedHandles(Handle.NULL));
    Handle current = kernel32.getCurrentProcess();
    assertEquals(Map.of(), last().openedHandles(current), "GetCurrentProcess opens nothing");
    assertFalse(last().opensHandles());
    answer = new MailslotInfo(0, 0, 0, 0);
    assertEquals(answer, kernel32.getMailslotInfo(new Handle(0x100)));
    assertEquals(Map.of(), last().openedHandles(answer));
    answer = new ProcessInformation(new Handle(0x104), new Handle(0x108), 8, 12);
    assertEquals(
        answer, kernel32.createProcess("a.exe", null, null, null, false, 0, null, null, null));
    assertTrue(last().opensHandles());
    assertEquals("{process=0x104, thread=0x108}", last().openedHandles(answer).toString());
  }
}
