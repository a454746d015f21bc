package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PathLockTest {
  @TempDir private Path folder;

  private static PathLock acquire(Path path) throws IOException {
    try (ServerTimeout timeout = new ServerTimeout(RuntimeFolder.of(path.getParent()))) {
      return PathLock.acquire(path, timeout);
    }
  }

  @Test
  void oneHolderAtATime() throws IOException {
    PathLock lock = acquire(folder.resolve("l"));
    assertNull(PathLock.tryAcquire(folder.resolve("l")));
    lock.close();
    PathLock next = PathLock.tryAcquire(folder.resolve("l"));
    assertNotNull(next);
    next.close();
  }

  @Test
  void aWaiterGetsItAfterItsHolder() throws IOException {
    PathLock lock = acquire(folder.resolve("l"));
    AtomicBoolean isClosed = new AtomicBoolean();
    CompletableFuture<Void> waiter =
        CompletableFuture.runAsync(
            () -> {
              try {
                PathLock next = acquire(folder.resolve("l"));
                assertTrue(isClosed.get());
                next.close();
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
    isClosed.set(true);
    lock.close();
    waiter.join();
  }

  @Test
  void aDeletedFileIsNotTheLockAnyMore() throws IOException {
    PathLock lock = PathLock.tryAcquire(folder.resolve("l"));
    lock.delete();
    assertFalse(Files.exists(folder.resolve("l")));
    PathLock next = PathLock.tryAcquire(folder.resolve("l"));
    assertNotNull(next, "the path leads to another file");
    lock.close();
    assertNull(PathLock.tryAcquire(folder.resolve("l")));
    next.close();
  }

  @Test
  void aMissingFolderIsTold() {
    Path path = folder.resolve("missing").resolve("l");
    assertThrows(NoSuchFileException.class, () -> acquire(path));
    assertThrows(NoSuchFileException.class, () -> PathLock.tryAcquire(path));
  }
}
