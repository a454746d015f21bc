package handlelab.contract;

import static java.util.Map.entry;

import handlelab.api.Win32Exception;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Turns the failure of a test into a skip where the machine is known to differ from Windows, and
 * its success into a failure, so that the table cannot rot.
 */
final class KnownDifferences implements InvocationInterceptor {
  /** Wine 10.0 against Windows: fact number to what Wine does. */
  static final Map<Integer, String> WINE_10 =
      Map.ofEntries(
          entry(2, "CreateMailslotW drops bInheritHandle"),
          entry(3, "CreateProcessW drops bInheritHandle of its two handles"),
          entry(22, "creating on another machine is ERROR_PATH_NOT_FOUND"),
          entry(28, "a client handle has no name"),
          entry(51, "FILE_SHARE_READ is always needed"),
          entry(52, "FILE_SHARE_READ is always needed"),
          entry(54, "two writers must share FILE_SHARE_WRITE"),
          entry(62, "a message larger than the slot's maximum is stored"),
          entry(87, "GetMailslotInfo needs the server end"),
          entry(95, "a write into a slot without a server end succeeds"),
          entry(96, "an open client keeps the name taken"),
          entry(100, "a reduced file handle can be raised again"),
          entry(138, "access 0xFFFFFFFF is granted"),
          entry(145, "a remote close without a duplicate fails"),
          entry(181, "an empty command line is ERROR_FILE_NOT_FOUND"),
          entry(182, "a command line that starts with a blank is ERROR_FILE_NOT_FOUND"),
          entry(188, "a folder as application is ERROR_INVALID_HANDLE"),
          entry(190, "CREATE_NEW_CONSOLE goes with DETACHED_PROCESS"),
          entry(214, "a handle that is not inheritable may stand in the list"),
          entry(215, "a list is accepted though nothing is inherited"),
          entry(216, "an invalid handle may stand in the list"),
          entry(217, "a handle may stand in the list twice"),
          entry(218, "an empty list is accepted, and everything is inherited"),
          entry(222, "the system process is not there"),
          entry(225, "a process can be opened with access 0"),
          entry(233, "an exited process can be terminated again"));

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    Map<Integer, String> known =
        ((ContractTest) extensionContext.getRequiredTestInstance()).machine().knownDifferences();
    Fact fact = invocationContext.getExecutable().getAnnotation(Fact.class);
    OptionalInt number =
        fact == null
            ? OptionalInt.empty()
            : Arrays.stream(fact.value()).filter(known::containsKey).findFirst();
    if (number.isEmpty()) {
      invocation.proceed();
      return;
    }
    String reason = number.getAsInt() + ", " + known.get(number.getAsInt());
    try {
      invocation.proceed();
    } catch (AssertionError | Win32Exception difference) {
      throw new TestAbortedException(
          "Known difference " + reason + ": " + difference.getMessage(), difference);
    }
    throw new AssertionError("The known difference occurs no more; remove it: " + reason);
  }
}
