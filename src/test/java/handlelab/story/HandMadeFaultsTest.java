package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.MailslotInfo;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.story.Comparison.Finding;
import handlelab.story.FaultyStage.Fault;
import handlelab.story.stage.SimulatedStage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparison names the step at which a kernel goes wrong, for faults of many kinds. */
@Timeout(120)
class HandMadeFaultsTest {
  private static Fault otherError(String function, int right, int wrong) {
    return (kernel32, name, arguments, call) -> {
      try {
        return call.make(arguments);
      } catch (Win32Exception e) {
        throw name.equals(function) && e.errorCode() == right
            ? new Win32Exception(e.function(), wrong)
            : e;
      }
    };
  }

  private static Fault argument(String function, int index, Object changed) {
    return (kernel32, name, arguments, call) -> {
      if (!name.equals(function)) {
        return call.make(arguments);
      }
      Object[] others = Arrays.copyOf(arguments, arguments.length);
      others[index] = changed;
      return call.make(others);
    };
  }

  private static Fault info(UnaryOperator<MailslotInfo> change) {
    return (kernel32, name, arguments, call) ->
        name.equals("getMailslotInfo")
            ? change.apply((MailslotInfo) call.make(arguments))
            : call.make(arguments);
  }

  private static Fault skipped(String function) {
    return (kernel32, name, arguments, call) -> name.equals(function) ? null : call.make(arguments);
  }

  private static Fault result(String function, Object right, Object wrong) {
    return (kernel32, name, arguments, call) -> {
      Object result = call.make(arguments);
      return name.equals(function) && result.equals(right) ? wrong : result;
    };
  }

  private static Object leavesTheMessage(Object[] arguments, FaultyStage.Call call)
      throws Throwable {
    ByteBuffer target = (ByteBuffer) arguments[1];
    Object length = call.make(arguments[0], target.duplicate());
    return (int) length > 0 ? (int) length - 1 : length;
  }

  static Stream<Arguments> faults() {
    Fault lowBits =
        (kernel32, name, arguments, call) -> {
          if (name.equals("closeHandle") && (((Handle) arguments[0]).value() & 3) != 0) {
            throw new Win32Exception("CloseHandle", 6);
          }
          return call.make(arguments);
        };
    Fault shortRead =
        (kernel32, name, arguments, call) ->
            name.equals("readFile") ? leavesTheMessage(arguments, call) : call.make(arguments);
    return Stream.of(
        fault("timeout error", otherError("readFile", 121, 258), "mailslot-read/empty-slot", 3),
        fault("buffer error", otherError("readFile", 122, 234), "mailslot-read/small-buffer", 4),
        fault("open error", otherError("createFile", 2, 3), "mailslot-names/bad", 8),
        fault("exists error", otherError("createMailslot", 183, 5), "mailslot-names/forms", 2),
        fault("close error", otherError("closeHandle", 6, 87), "handle-close/values", 3),
        fault("write denied error", otherError("writeFile", 5, 6), "mailslot-clients/access", 8),
        fault(
            "dead slot error",
            otherError("writeFile", 38, 109),
            "mailslot-lifetime/last-server-handle",
            9),
        fault("terminate error", otherError("terminateProcess", 5, 6), "process-end/exit-code", 9),
        fault(
            "message size",
            info(
                i ->
                    new MailslotInfo(
                        i.maxMessageSize(),
                        i.nextSize() + 1,
                        i.messageCount(),
                        i.readTimeoutMillis())),
            "mailslot-read/empty-slot",
            2),
        fault(
            "message count",
            info(
                i ->
                    new MailslotInfo(
                        i.maxMessageSize(),
                        i.nextSize(),
                        Math.min(1, i.messageCount()),
                        i.readTimeoutMillis())),
            "mailslot-read/boundaries",
            6),
        fault("timeout kept", skipped("setMailslotInfo"), "mailslot-create/settings", 4),
        fault("flag not set", skipped("setHandleInformation"), "handle-flags/set-and-get", 3),
        fault(
            "flag always set",
            argument("createFile", 3, SecurityAttributes.INHERITABLE),
            "inheritance/by-flag",
            3),
        fault(
            "inherits without being asked",
            argument("createProcess", 4, true),
            "inheritance/nothing",
            3),
        fault(
            "duplicate loses its flag",
            argument("duplicateHandle", 4, false),
            "duplicate/one-process",
            6),
        fault(
            "duplicate keeps its source",
            argument("duplicateHandle", 5, Win32.DUPLICATE_SAME_ACCESS),
            "duplicate/one-process",
            8),
        fault("close does nothing", skipped("closeHandle"), "handle-close/values", 2),
        fault("low bits count", lowBits, "handle-close/values", 7),
        fault("short message", shortRead, "mailslot-read/boundaries", 7),
        fault(
            "wait never ends",
            result("waitForSingleObject", Win32.WAIT_OBJECT_0, Win32.WAIT_TIMEOUT),
            "process-end/exit-code",
            15),
        fault("exit code cut", result("getExitCodeProcess", -1, 255), "process-end/exit-code", 17));
  }

  private static Arguments fault(String what, Fault fault, String scenario, int step) {
    return Arguments.of(what, fault, scenario, step);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void isNamedByScenarioAndStep(String what, Fault fault, String scenario, int step) {
    List<Finding> findings = findings(fault, scenario);
    assertTrue(
        findings.stream().anyMatch(finding -> finding.step() == step),
        () -> what + ": " + findings);
    assertEquals(step, findings.get(0).step(), () -> what + ": " + findings);
  }

  /** The faulty kernel stands where the simulated one does; what it is compared with is right. */
  private static List<Finding> findings(Fault fault, String name) {
    Scenario scenario =
        Scenarios.all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    try (ScenarioRunner right = new ScenarioRunner(SimulatedStage::new, false);
        ScenarioRunner wrong = new ScenarioRunner(() -> FaultyStage.of(fault), false)) {
      Comparison comparison =
          new Comparison(new SystemLabel("right", "1"), new Ledger(List.of()), false);
      comparison.add(wrong.play(scenario), right.play(scenario).transcript());
      return comparison.findings().stream().sorted(Comparator.comparingInt(Finding::step)).toList();
    }
  }
}
