package handlelab.junit;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.inspect.CallLog;
import handlelab.inspect.InheritanceInspector;
import handlelab.inspect.StandardHandles;
import handlelab.sim.Program;
import handlelab.sim.SimulatedKernel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a kernel32, and fails a test that leaves handles open which it opened there, closes a
 * handle twice, or leaves a child suspended.
 *
 * <pre>{@code
 * @RegisterExtension
 * final HandleLabExtension lab = HandleLabExtension.ofThisSystem().keepingStacks();
 *
 * @Test
 * void aTest(Kernel32 kernel32) { ... }
 * }</pre>
 *
 * <p>A method may take a {@link Kernel32}, whose calls are logged; the {@link CallLog}; the {@link
 * HandleTables}; an {@link InheritanceInspector} of the test's process as parent; and, on the
 * simulated kernel only, the {@link SimulatedKernel}. {@code @ExtendWith(HandleLabExtension.class)}
 * is the same as {@link #ofThisSystem}.
 *
 * <p>On the simulated kernel each test has a kernel of its own with one process, the test's. Where
 * {@code @BeforeAll} or the constructor takes a parameter, all tests of the class share one; they
 * must not run at the same time then, and what those methods opened is checked after
 * {@code @AfterAll}. On the real kernel the process is this JVM.
 *
 * <p>Only handles and children of the given {@code Kernel32} are checked, after {@code @AfterEach};
 * handles that the JVM or native code opens do not count, so other threads of the JVM do not
 * disturb. The extension closes nothing: the handle's owner might close it later, and then close
 * another handle of the same value.
 *
 * <p>In a JVM with handlelab's agent ({@code -javaagent:handlelab-agent.jar=run,tests}, or {@code
 * watch,tests} on Windows), all calls of kernel32 by JNA are checked, too, also of code that knows
 * nothing of handlelab: see {@link WatchedTestExtension}.
 */
@SuppressWarnings("exports") // a module that uses this class requires JUnit's itself
public final class HandleLabExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(HandleLabExtension.class);

  private final BackendKind kind;
  private final Map<String, Program> programs = new LinkedHashMap<>();
  private boolean keepsStacks;

  /** On the real kernel where this system has one, else on a simulated one. */
  public HandleLabExtension() {
    this(Backends.defaultKind());
  }

  private HandleLabExtension(BackendKind kind) {
    this.kind = kind;
  }

  /**
   * On the real kernel where this system has one, else on a simulated one.
   *
   * @return an extension to be registered with {@code @RegisterExtension}
   */
  public static HandleLabExtension ofThisSystem() {
    return new HandleLabExtension();
  }

  /**
   * On a simulated kernel, wherever the test runs.
   *
   * @return an extension to be registered with {@code @RegisterExtension}
   */
  public static HandleLabExtension simulated() {
    return new HandleLabExtension(BackendKind.SIMULATED);
  }

  /**
   * On the real kernel; tests fail where this system has none, so disable them there.
   *
   * @return an extension to be registered with {@code @RegisterExtension}
   */
  public static HandleLabExtension real() {
    return new HandleLabExtension(BackendKind.REAL);
  }

  /**
   * Shows where the calls of a fault were made; costs some microseconds a call.
   *
   * @return this extension
   */
  public HandleLabExtension keepingStacks() {
    keepsStacks = true;
    return this;
  }

  /**
   * Makes {@code createProcess} find a program, on simulated kernels; the real one has its own.
   *
   * @param imageName such as {@code child.exe}
   * @param program what a process of that image runs
   * @return this extension
   */
  public HandleLabExtension installing(String imageName, Program program) {
    programs.put(imageName, program);
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    WatchedTestExtension.begin(context, this);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    WatchedTestExtension.begin(context, this);
    LabMachine shared = machineOrNull(context);
    long last = shared == null ? 0 : shared.log().lastNumber();
    context.getStore(NAMESPACE).put(Mark.class, new Mark(last));
  }

  /** The number of the last call before the test. */
  private record Mark(long number) {}

  @Override
  public void afterEach(ExtensionContext context) {
    Mark mark = context.getStore(NAMESPACE).get(Mark.class, Mark.class);
    LabMachine machine = machineOrNull(context);
    endAfter(
        context,
        "the test",
        () -> {
          if (mark != null && machine != null) {
            check(context, machine, "the test", mark.number());
          }
        });
  }

  @Override
  public void afterAll(ExtensionContext context) {
    LabMachine machine = machineOrNull(context);
    endAfter(
        context,
        "the class",
        () -> {
          if (machine != null && machine.owner().equals(context.getUniqueId())) {
            check(context, machine, "the class", 0);
          }
        });
  }

  private interface End extends AutoCloseable {
    @Override
    void close();
  }

  /** Ends what the agent watches, whether or not a check fails before. */
  @SuppressWarnings("try") // closing it is all
  private void endAfter(ExtensionContext context, String who, Runnable check) {
    try (End end = () -> WatchedTestExtension.end(context, this, who)) {
      check.run();
    }
  }

  private static void check(ExtensionContext context, LabMachine machine, String who, long mark) {
    try {
      new HandleFaults(machine.log(), machine.tables()).assertNoneSince(mark, who);
    } finally {
      if (machine.owner().equals(context.getUniqueId())) {
        machine.close();
      }
    }
  }

  private LabMachine machine(ExtensionContext context) {
    LabMachine known = machineOrNull(context);
    if (known != null) {
      return known;
    }
    LabMachine made = LabMachine.open(context.getUniqueId(), kind, keepsStacks, programs);
    context.getStore(NAMESPACE).put(this, made);
    return made;
  }

  /** The context's own, or that of a context around it. */
  private LabMachine machineOrNull(ExtensionContext context) {
    return context.getStore(NAMESPACE).get(this, LabMachine.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Kernel32.class
        || type == CallLog.class
        || type == HandleTables.class
        || type == InheritanceInspector.class
        || type == SimulatedKernel.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    LabMachine machine = machine(context);
    Class<?> type = parameter.getParameter().getType();
    if (type == Kernel32.class) {
      return machine.log().kernel32();
    } else if (type == CallLog.class) {
      return machine.log();
    } else if (type == HandleTables.class) {
      return machine.tables();
    } else if (type == InheritanceInspector.class) {
      return InheritanceInspector.by(machine.log(), machine.tables())
          .standardHandles(StandardHandles.of(machine.log().kernel32()));
    } else if (machine.simulated() == null) {
      throw new ParameterResolutionException("no SimulatedKernel: this test runs on the real one");
    }
    return machine.simulated();
  }
}
