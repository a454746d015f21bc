package handlelab.faults;

import handlelab.api.CommandLine;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.backend.KernelDoor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Host processes that stand for a child's JVM: each tells its token through a pipe and sleeps. Used
 * by one thread.
 */
final class Hosts implements AutoCloseable {
  private final Path pipe;
  private final RandomAccessFile tokens;

  /** Makes the pipe in {@code folder}. */
  Hosts(Path folder) throws IOException, InterruptedException {
    pipe = folder.resolve("tokens");
    int made = new ProcessBuilder("mkfifo", "-m", "600", pipe.toString()).start().waitFor();
    if (made != 0) {
      throw new IOException("mkfifo failed");
    }
    // Open for both, so that there always is a writer and no end comes.
    tokens = new RandomAccessFile(pipe.toFile(), "rw");
  }

  /** Starts a child, which inherits and tells its token. */
  ProcessInformation start(Kernel32 creator, String mark, int creationFlags) {
    String script =
        "echo $" + KernelDoor.tokenVariable() + " >" + pipe + "; exec sleep 600." + mark;
    String command = CommandLine.join(List.of("/bin/sh", "-c", script));
    return KernelDoor.createChild(creator, creationFlags, command);
  }

  /** Starts a child that tells nothing. */
  static ProcessInformation startSilent(Kernel32 creator, String mark, int creationFlags) {
    return KernelDoor.createChild(creator, creationFlags, "sleep 600." + mark);
  }

  /** Waits for the token of a child that was started. */
  String token() throws IOException {
    return tokens.readLine();
  }

  /** Kills those children of this JVM that carry the mark, as kill -9 does; returns how many. */
  static int kill(String mark) {
    try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
      return (int)
          children
              .filter(child -> child.info().commandLine().orElse("").endsWith("600." + mark))
              .filter(ProcessHandle::destroyForcibly)
              .count();
    }
  }

  @Override
  public void close() throws IOException {
    tokens.close();
  }
}
