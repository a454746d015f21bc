package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.sim.SimulatedKernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server in this JVM, whose kernel can be made to fail. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class KernelServerTest {
  private static final String SLOT = "\\\\.\\mailslot\\fault";

  private final SimulatedKernel kernel = SimulatedKernel.boot();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final AtomicReference<Error> fault = new AtomicReference<>();
  private Path folder;
  private CompletableFuture<Void> server;

  @BeforeEach
  void start() throws IOException {
    // The path of a socket is short, and a temporary folder of JUnit's is not.
    folder = Files.createTempDirectory("hlk");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    kernel.observeCreation(
        (step, process, address, handle) -> {
          Error now = fault.getAndSet(null);
          if (now != null) {
            throw now;
          }
        });
    RuntimeFolder runtime = RuntimeFolder.of(folder);
    KernelServer made =
        new KernelServer(
            runtime,
            PathLock.tryAcquire(runtime.serverLock()),
            new ServerLog(new PrintStream(log, true, StandardCharsets.UTF_8)),
            kernel,
            TimeUnit.MILLISECONDS.toNanos(100));
    // A server JVM is started so that what it makes is its user's.
    Files.setPosixFilePermissions(runtime.socket(), PosixFilePermissions.fromString("rw-------"));
    server =
        CompletableFuture.runAsync(
            () -> {
              try {
                made.run();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }

  @AfterEach
  void end() throws IOException {
    server.join();
    Files.deleteIfExists(folder);
  }

  private static void createSlot(Kernel32 kernel32, String name) {
    kernel32.closeHandle(kernel32.createMailslot(name, 0, 0, null));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        OutOfMemoryError.class,
        StackOverflowError.class,
        AssertionError.class,
        NoClassDefFoundError.class
      })
  void errorInACall_endsAtMostItsConnection(Class<? extends Error> kind) throws Exception {
    try (Backend victim = KernelDoor.open(folder);
        Backend other = KernelDoor.open(folder)) {
      Handle event = victim.kernel32().createEvent(null, true, true, null).handle();
      int id = victim.kernel32().getCurrentProcessId();
      fault.set(kind.getDeclaredConstructor().newInstance());
      assertThrows(RuntimeException.class, () -> createSlot(victim.kernel32(), SLOT));
      createSlot(victim.kernel32(), SLOT + "\\again");
      assertEquals(0, victim.kernel32().waitForSingleObject(event, 0), "its handles are there");
      createSlot(other.kernel32(), SLOT + "\\other");
      assertTrue(other.handleTables().processIds().contains(id));
    }
  }

  @Test
  void suspendedOrphan_alone_doesNotKeepTheServer() {
    try (Backend creator = KernelDoor.open(folder)) {
      var unused = KernelDoor.createChild(creator.kernel32(), Win32.CREATE_SUSPENDED, "sleep 9");
    }
    server.orTimeout(30, TimeUnit.SECONDS).join();
    assertEquals(1, kernel.handleTables().processIds().size(), "the orphan was there to the end");
  }
}
