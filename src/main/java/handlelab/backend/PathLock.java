package handlelab.backend;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An exclusive lock between processes, by a file that its holder may delete.
 *
 * <p>The system gives the lock back when its holder dies, however that happens. A process may lock
 * a file that its last holder has just deleted; so the lock counts only if the path still leads to
 * the same file. The file is never opened a second time by the process that holds it, because
 * closing that would give the lock back (POSIX).
 */
final class PathLock {
  /** The system's locks belong to processes, so threads of this one need their own. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path path;
  private final FileChannel channel;
  private final boolean holdsThreads;

  private PathLock(Path path, FileChannel channel, boolean holdsThreads) {
    this.path = path;
    this.channel = channel;
    this.holdsThreads = holdsThreads;
  }

  /**
   * Waits for the lock. The same thread must close it.
   *
   * @throws NoSuchFileException if the folder is gone
   * @throws java.net.SocketTimeoutException after the limit
   */
  static PathLock acquire(Path path, ServerTimeout timeout) throws IOException {
    THREADS.lock();
    try {
      while (true) {
        FileChannel channel = open(path);
        if (channel != null) {
          return new PathLock(path, channel, true);
        }
        timeout.pause("another program holds " + path);
      }
    } catch (IOException | RuntimeException e) {
      THREADS.unlock();
      throw e;
    }
  }

  /** The lock, or null if another program holds it. Any thread may close it. */
  static PathLock tryAcquire(Path path) throws IOException {
    FileChannel channel = open(path);
    return channel == null ? null : new PathLock(path, channel, false);
  }

  /** The locked file, or null if it is locked already or is not the path's any more. */
  private static FileChannel open(Path path) throws IOException {
    try {
      Files.createFile(path);
      Files.writeString(path, UUID.randomUUID().toString());
    } catch (FileAlreadyExistsException e) {
      // The usual case.
    }
    Object before = fileKey(path);
    FileChannel channel;
    try {
      channel = FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      // Not what is written: on Windows a locked part cannot be read.
      FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
      if (lock != null && before != null && before.equals(fileKey(path))) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another part of this JVM holds it.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  /** What tells files apart; if the system has nothing of the kind, what is written in them. */
  private static Object fileKey(Path path) throws IOException {
    try {
      Object key =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey();
      return key == null ? Files.readString(path) : key;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Deletes the file; the lock is held until {@link #close}, and no other process can get it after.
   */
  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (holdsThreads) {
        THREADS.unlock();
      }
    }
  }
}
