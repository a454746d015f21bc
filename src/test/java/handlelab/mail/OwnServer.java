package handlelab.mail;

import static org.junit.jupiter.api.Assertions.assertFalse;

import handlelab.backend.KernelDoor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A shared simulated kernel for one test class, in whose static field it stands. The first program
 * starts the server; after the class it must have ended and left nothing.
 */
public class OwnServer implements BeforeAllCallback, AfterAllCallback {
  private Path parent;
  private Path path;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    createFolder();
  }

  /** Chooses a runtime folder, which is not there yet. */
  protected final void createFolder() throws IOException {
    // A socket's name may have some hundred bytes only, so it cannot be below the project.
    parent = Files.createTempDirectory("hl");
    path = parent.resolve("k");
  }

  /** The runtime folder. */
  public final Path path() {
    return path;
  }

  /** The environment variables with which a program uses it. */
  public final Map<String, String> variables() {
    return Map.of("HANDLELAB_BACKEND", "simulated", "HANDLELAB_RUNTIME_DIR", path.toString());
  }

  /** The servers that run in the folder. */
  public final List<ProcessHandle> servers() {
    return KernelDoor.servers(path);
  }

  /** Returns once the process has ended, which must be soon. */
  public static void awaitEnd(ProcessHandle process) throws Exception {
    var unused = process.onExit().get(60, TimeUnit.SECONDS);
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    close();
  }

  /** Waits for the server's end, and checks that nothing is left. */
  protected final void close() throws Exception {
    for (ProcessHandle server : servers()) {
      awaitEnd(server);
    }
    assertFalse(Files.exists(path), "the server left its folder");
    Files.delete(parent);
  }
}
