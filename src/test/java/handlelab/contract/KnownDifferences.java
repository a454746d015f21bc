package handlelab.contract;

import static java.util.Map.entry;

import handlelab.api.Win32Exception;
import handlelab.docs.Statement;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Turns the failure of a test into a skip if the machine is known to differ from Windows, and its
 * success into a failure then, so that the list cannot rot.
 *
 * <p>On a Windows that has not been recorded yet, the failure of a test that rests on an assumption
 * is an answer: it is skipped, and written to {@code target/answers.md}.
 */
final class KnownDifferences implements InvocationInterceptor {
  /** Wine 10.0 against Windows: id of the statement to what Wine does. */
  static final Map<String, String> WINE_10 =
      Map.ofEntries(
          entry("client-end-object-name", "a client handle has no name"),
          entry("write-to-dead-slot-fails", "a write into a slot without a server end succeeds"),
          entry("client-does-not-keep-slot-name", "an open client keeps the name taken"),
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
          entry("handle-listed-once-only", "a handle may stand in the list twice"));

  private static final Path ANSWERS =
      Path.of(System.getProperty("handlelab.projectDirectory", ""), "target", "answers.md");

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    Machine machine = ((ContractTest) extensionContext.getRequiredTestInstance()).machine();
    Fact fact = invocationContext.getExecutable().getAnnotation(Fact.class);
    List<String> ids = fact == null ? List.of() : Arrays.asList(fact.value());
    Map<String, String> known = machine.knownDifferences();
    Optional<String> different = ids.stream().filter(known::containsKey).findFirst();
    try {
      invocation.proceed();
    } catch (AssertionError | Win32Exception failure) {
      if (different.isPresent()) {
        throw new TestAbortedException(
            "Known difference " + different.get() + ": " + failure.getMessage(), failure);
      }
      if (machine.isUnrecordedWindows() && isAssumed(ids)) {
        answer(ids, failure);
        throw new TestAbortedException("Answered otherwise: " + failure.getMessage(), failure);
      }
      throw failure;
    }
    if (different.isPresent()) {
      throw new AssertionError(
          "The known difference occurs no more; remove it: "
              + different.get()
              + ", "
              + known.get(different.get()));
    }
  }

  private static boolean isAssumed(List<String> ids) throws IOException {
    Map<String, Statement> statements = Statement.all();
    return ids.stream().anyMatch(id -> statements.get(id).isAssumed());
  }

  private static synchronized void answer(List<String> ids, Throwable failure) throws IOException {
    String line = "- " + String.join(", ", ids) + ": " + failure.getMessage() + "\n";
    Files.writeString(ANSWERS, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
