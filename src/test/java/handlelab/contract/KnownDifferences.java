package handlelab.contract;

import static java.util.Map.entry;

import handlelab.api.Win32Exception;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Turns the failure of a test into a skip where the machine is known to differ from Windows, and
 * its success into a failure, so that the table cannot rot.
 */
final class KnownDifferences implements InvocationInterceptor {
  /** Wine 10.0 against Windows: id of the statement to what Wine does. */
  static final Map<String, String> WINE_10 =
      Map.ofEntries(
          entry("slot-created-inheritable", "CreateMailslotW drops bInheritHandle"),
          entry(
              "process-handles-created-inheritable",
              "CreateProcessW drops bInheritHandle of its two handles"),
          entry(
              "slot-on-other-machine-refused",
              "creating on another machine is ERROR_PATH_NOT_FOUND"),
          entry("client-end-object-name", "a client handle has no name"),
          entry("client-sharing-nothing-opens", "FILE_SHARE_READ is always needed"),
          entry("client-sharing-writing-only-opens", "FILE_SHARE_READ is always needed"),
          entry("second-writer-needs-no-sharing", "two writers must share FILE_SHARE_WRITE"),
          entry("oversize-message-refused", "a message larger than the slot's maximum is stored"),
          entry("client-end-tells-settings", "GetMailslotInfo needs the server end"),
          entry("write-to-dead-slot-fails", "a write into a slot without a server end succeeds"),
          entry("client-does-not-keep-slot-name", "an open client keeps the name taken"),
          entry("file-handle-not-raised", "a reduced file handle can be raised again"),
          entry("impossible-access-denied", "access 0xFFFFFFFF is granted"),
          entry("remote-close-needs-no-target", "a remote close without a duplicate fails"),
          entry("empty-command-line-refused", "an empty command line is ERROR_FILE_NOT_FOUND"),
          entry(
              "blank-before-program-refused",
              "a command line that starts with a blank is ERROR_FILE_NOT_FOUND"),
          entry("folder-is-no-program", "a folder as application is ERROR_INVALID_HANDLE"),
          entry("console-flags-contradict", "CREATE_NEW_CONSOLE goes with DETACHED_PROCESS"),
          entry(
              "listed-handle-must-be-inheritable",
              "a handle that is not inheritable may stand in the list"),
          entry("handle-list-needs-inheritance", "a list is accepted though nothing is inherited"),
          entry("listed-handle-must-be-real", "an invalid handle may stand in the list"),
          entry("handle-listed-once-only", "a handle may stand in the list twice"),
          entry("handle-list-not-empty", "an empty list is accepted, and everything is inherited"),
          entry("system-process-denied", "the system process is not there"),
          entry("open-process-for-nothing-denied", "a process can be opened with access 0"),
          entry("ended-process-not-terminated", "an exited process can be terminated again"));

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    Map<String, String> known =
        ((ContractTest) extensionContext.getRequiredTestInstance()).machine().knownDifferences();
    Fact fact = invocationContext.getExecutable().getAnnotation(Fact.class);
    Optional<String> id =
        fact == null
            ? Optional.empty()
            : Arrays.stream(fact.value()).filter(known::containsKey).findFirst();
    if (id.isEmpty()) {
      invocation.proceed();
      return;
    }
    String reason = id.get() + ", " + known.get(id.get());
    try {
      invocation.proceed();
    } catch (AssertionError | Win32Exception difference) {
      throw new TestAbortedException(
          "Known difference " + reason + ": " + difference.getMessage(), difference);
    }
    throw new AssertionError("The known difference occurs no more; remove it: " + reason);
  }
}
