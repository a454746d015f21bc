package handlelab.mail;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A shared simulated kernel for one test class. */
public final class OwnServer {
  private final Path parent;
  private final Path folder;

  /** Makes the folder; the first program starts the server. */
  public OwnServer() throws IOException {
    // A socket's name may have some hundred bytes only, so it cannot be below the project.
    parent = Files.createTempDirectory("hl");
    folder = parent.resolve("k");
  }

  /** The environment variables with which a program uses it. */
  public Map<String, String> variables() {
    return Map.of("HANDLELAB_BACKEND", "simulated", "HANDLELAB_RUNTIME_DIR", folder.toString());
  }

  /** Waits until the server has ended, and checks that it left nothing. */
  public void awaitEnd() throws Exception {
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
