package handlelab.mail;

import static org.junit.jupiter.api.Assertions.assertFalse;

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
public final class OwnServer implements BeforeAllCallback, AfterAllCallback {
  private Path parent;
  private Path folder;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    // A socket's name may have some hundred bytes only, so it cannot be below the project.
    parent = Files.createTempDirectory("hl");
    folder = parent.resolve("k");
  }

  /** The environment variables with which a program uses it. */
  public Map<String, String> variables() {
    return Map.of("HANDLELAB_BACKEND", "simulated", "HANDLELAB_RUNTIME_DIR", folder.toString());
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    for (ProcessHandle server : servers()) {
      var unused = server.onExit().get(60, TimeUnit.SECONDS);
    }
    assertFalse(Files.exists(folder), "the server left its folder");
    Files.delete(parent);
  }

  private List<ProcessHandle> servers() {
    return ProcessHandle.allProcesses()
        .filter(
            process -> {
              String[] words = process.info().arguments().orElse(new String[0]);
              return words.length > 0 && words[words.length - 1].equals(folder.toString());
            })
        .toList();
  }
}
