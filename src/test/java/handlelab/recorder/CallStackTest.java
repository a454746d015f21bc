package handlelab.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallStackTest {
  private static final String FUNCTION = "CreateEventW";

  /** Frames such as {@code com.acme.Main.run:12}; -1 for none. */
  private static CallStack stack(List<String> skipped, String... frames) {
    StackTraceElement[] trace =
        Arrays.stream(frames)
            .map(
                frame -> {
                  int colon = frame.indexOf(':');
                  int dot = frame.lastIndexOf('.', colon);
                  return new StackTraceElement(
                      frame.substring(0, dot),
                      frame.substring(dot + 1, colon),
                      "X.java",
                      Integer.parseInt(frame.substring(colon + 1)));
                })
            .toArray(StackTraceElement[]::new);
    return CallStack.of(FUNCTION, trace, skipped);
  }

  @Test
  void top_isTheProgramsFrame_notJnasOrTheProxys() {
    CallStack stack =
        stack(
            List.of(),
            "handlelab.recorder.Recorder.stack:1",
            "handlelab.jna.HandleWatcher.watch:1",
            "java.lang.invoke.LambdaForm.run:1",
            "com.sun.jna.Function.invoke:1",
            "com.sun.jna.Library$Handler.invoke:1",
            "jdk.proxy2.$Proxy4.CreateEvent:-1",
            "com.acme.$Proxy5.makeEvent:-1", // of an interface that is not public
            "com.sun.jna.platform.win32.Kernel32Util.make:7",
            "com.acme.Client.open:12",
            "java.lang.Thread.run:1");
    assertEquals(List.of("com.acme.Client.open(X.java:12)"), stack.frames());
  }

  @Test
  void top_isJnasOwnTest_notTheRunner() {
    CallStack stack =
        stack(
            List.of(),
            "com.sun.jna.Function.invoke:1",
            "com.sun.jna.platform.win32.Kernel32Test.testEvent:40",
            "jdk.internal.reflect.DirectMethodHandleAccessor.invoke:1",
            "java.lang.reflect.Method.invoke:1",
            "junit.framework.TestCase.run:9");
    assertEquals("com.sun.jna.platform.win32.Kernel32Test.testEvent(X.java:40)", stack.top());
  }

  @Test
  void top_passesSkippedPackagesAndMethodsWithTheFunctionsName() {
    CallStack stack =
        stack(
            List.of("com.acme.win."),
            "com.acme.Binding.CreateEventW:-1",
            "com.acme.Provider.CreateEvent:9",
            "com.acme.win.Events.make:3",
            "com.acme.Client.open:12");
    assertEquals("com.acme.Client.open(X.java:12)", stack.top());
  }

  @Test
  void signature_isOfTheProgramsFramesAndTheFunction() {
    CallStack stack = stack(List.of(), "com.acme.A.a:1", "java.lang.Thread.run:1");
    CallStack pooled = stack(List.of(), "com.acme.A.a:1", "java.util.concurrent.FutureTask.run:1");
    CallStack otherLine = stack(List.of(), "com.acme.A.a:2");
    assertEquals(stack.signature(FUNCTION), pooled.signature(FUNCTION));
    assertNotEquals(stack.signature(FUNCTION), otherLine.signature(FUNCTION));
    assertNotEquals(stack.signature(FUNCTION), stack.signature("CreateMutexW"));
  }

  @Test
  void stackOfTheJdkOnly_hasOneFrame() {
    assertEquals(1, stack(List.of(), "java.lang.Thread.run:1").frames().size());
  }
}
