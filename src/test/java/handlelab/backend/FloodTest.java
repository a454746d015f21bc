package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import handlelab.faults.Slots;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A server with a heap of 32 MB, and processes that take all they can get: they are refused, and
 * everybody else goes on.
 */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
final class FloodTest {
  private static final int FLOODERS = 3;
  private static final String PREFIX = "\\\\.\\mailslot\\";
  private static final Set<Integer> WANT =
      Set.of(
          Win32Error.ERROR_NO_SYSTEM_RESOURCES,
          Win32Error.ERROR_NOT_ENOUGH_QUOTA,
          Win32Error.ERROR_NOT_ENOUGH_MEMORY);

  private Path parent;
  private RuntimeFolder folder;
  private Process server;
  private final List<Backend> opened = new ArrayList<>();
  private final AtomicInteger sent = new AtomicInteger();

  @BeforeEach
  void start() throws Exception {
    parent = Files.createTempDirectory("hl");
    Path path =
        Files.createDirectory(
            parent.resolve("k"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    folder = RuntimeFolder.of(path);
    server =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask 077; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SimulatedKernelServer.class.getName(),
                path.toString())
            .redirectError(parent.resolve("log").toFile())
            .start();
    var said =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    assertEquals(ServerStart.READY, said.readLine());
  }

  @AfterEach
  void end() throws Exception {
    opened.forEach(Backend::close);
    assertTrue(server.waitFor(60, TimeUnit.SECONDS), "the server ends by itself");
    assertEquals(0, server.exitValue());
    assertEquals("", Files.readString(parent.resolve("log")));
    Files.delete(parent.resolve("log"));
    Files.delete(folder.path());
    Files.delete(parent);
  }

  private Kernel32 process() {
    Backend backend = SharedBackend.openFurther(folder);
    opened.add(backend);
    return backend.kernel32();
  }

  private static void untilRefused(Runnable action) {
    try {
      while (true) {
        action.run();
      }
    } catch (Win32Exception e) {
      assertTrue(WANT.contains(e.errorCode()), e::toString);
    }
  }

  @Test
  void floodersTakeNothingFromOthers() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    Kernel32 receiver = process();
    Kernel32 sender = process();
    Handle inbox = Slots.create(receiver, PREFIX + "inbox");
    CompletableFuture<Integer> pair =
        CompletableFuture.supplyAsync(() -> exchange(sender, receiver, inbox, isOver));

    List<Kernel32> flooders = new ArrayList<>();
    for (int i = 0; i < FLOODERS; i++) {
      flooders.add(process());
    }
    for (int i = 0; i < FLOODERS; i++) {
      flood(flooders.get(i), flooders.get((i + 1) % FLOODERS), "flooded" + i + "-");
    }
    for (Kernel32 flooder : flooders) {
      untilRefused(() -> duplicateItself(flooder));
    }
    assertTrue(server.isAlive());
    assertTrue(!pair.isDone(), "the pair goes on while everything is full");
    int before = sent.get();
    while (sent.get() < before + 200 && !pair.isDone()) {
      Thread.onSpinWait();
    }
    isOver.set(true);
    assertTrue(pair.get(60, TimeUnit.SECONDS) >= 200);

    // When the flooders are gone, there is room again for what is large.
    opened.subList(2, opened.size()).forEach(Backend::close);
    Kernel32 late = process();
    Handle slot = Slots.create(late, PREFIX + "late");
    Handle client = Slots.open(late, PREFIX + "late");
    ByteBuffer large = ByteBuffer.allocate(1 << 20);
    awaitRoom(late, client, large);
    assertEquals(1 << 20, late.readFile(slot, large.clear()));
  }

  /** The server learns of the flooders' ends one after the other. */
  private static void awaitRoom(Kernel32 process, Handle client, ByteBuffer message) {
    while (true) {
      try {
        process.writeFile(client, message.clear());
        return;
      } catch (Win32Exception e) {
        assertTrue(WANT.contains(e.errorCode()), e::toString);
      }
    }
  }

  private int exchange(Kernel32 sender, Kernel32 receiver, Handle inbox, AtomicBoolean isOver) {
    Handle client = Slots.open(sender, PREFIX + "inbox");
    ByteBuffer message = ByteBuffer.allocate(300);
    int number = 0;
    while (!isOver.get()) {
      sender.writeFile(client, message.clear().putInt(0, number));
      assertEquals(300, receiver.readFile(inbox, message.clear()));
      assertEquals(number, message.getInt(0));
      number++;
      sent.set(number);
    }
    return number;
  }

  /** Slots that nobody reads, filled by another process with messages of all sizes. */
  private static void flood(Kernel32 owner, Kernel32 writer, String name) {
    for (int number = 0; number < 3; number++) {
      Handle client;
      try {
        var unused = Slots.create(owner, PREFIX + name + number);
        client = Slots.open(writer, PREFIX + name + number);
      } catch (Win32Exception e) {
        assertTrue(WANT.contains(e.errorCode()), e::toString);
        return;
      }
      for (int bytes : new int[] {16 << 20, 1 << 20, 60_000, 4096, 500}) {
        ByteBuffer message = ByteBuffer.allocate(bytes);
        untilRefused(() -> writer.writeFile(client, message.clear()));
      }
    }
  }

  private static void duplicateItself(Kernel32 process) {
    var unused =
        process.duplicateHandle(
            Handle.CURRENT_PROCESS,
            Handle.CURRENT_PROCESS,
            Handle.CURRENT_PROCESS,
            0,
            false,
            Win32.DUPLICATE_SAME_ACCESS);
  }
}
