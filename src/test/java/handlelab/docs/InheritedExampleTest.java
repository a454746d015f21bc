package handlelab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.inspect.InheritanceInspector;
import handlelab.junit.HandleLabExtension;
import handlelab.junit.InheritanceAssertions;
import handlelab.lib.ChildLaunch;
import handlelab.lib.ChildProcess;
import handlelab.lib.Mailslot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test that the note on inheritance reports shows: it is this one, and it passes. */
class InheritedExampleTest {
  private static final Path PROJECT = Path.of(System.getProperty("handlelab.projectDirectory", ""));

  @RegisterExtension
  final HandleLabExtension lab =
      HandleLabExtension.simulated().installing("worker.exe", (kernel32, arguments) -> 0);

  @Test
  void worker_getsItsSlotAndNothingElse(Kernel32 kernel32, InheritanceInspector inspector) {
    try (Mailslot jobs = Mailslot.create(kernel32, "jobs");
        ChildLaunch launch = ChildLaunch.of(kernel32)) {
      Handle inWorker = launch.give(jobs.handle());
      inspector.beforeCreation();
      try (ChildProcess worker =
          launch.suspended().start(List.of("worker.exe", inWorker.toString()))) {
        InheritanceAssertions.assertInheritedExactly(
            inspector.atSuspended(worker.processId()), inWorker);
        worker.terminate(0);
      }
    }
  }

  @Test
  void note_showsThisTest() throws IOException {
    String note = Files.readString(PROJECT.resolve("native-notes/views.md"));
    String source =
        Files.readString(PROJECT.resolve("src/test/java/handlelab/docs/InheritedExampleTest.java"));
    String shown =
        note.substring(note.indexOf("@Test"), note.indexOf("```", note.indexOf("@Test")));
    int start = source.indexOf("@Test");
    String written = source.substring(start, source.indexOf("@Test", start + 1));
    assertTrue(shown.length() > 300, shown);
    assertEquals(withoutBlanks(written), withoutBlanks(shown));
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s+", "");
  }
}
