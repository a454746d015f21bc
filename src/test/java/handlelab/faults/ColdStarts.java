package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.backend.Backend;
import handlelab.backend.KernelDoor;
import handlelab.mail.MailReceiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The program that starts many receivers at once where no server runs, again and again: {@code
 * ColdStarts ROUNDS COMMANDS}. Each round has a folder of its own.
 *
 * <p>After each: one server ran, which gave each command another process id; each command did its
 * work and ended well; the server ends by itself and leaves nothing. Exit codes: 0 so it was, 1
 * not, 2 wrong usage.
 */
public final class ColdStarts {
  private ColdStarts() {}

  /** Runs and prints; see the class. */
  public static void main(String[] arguments) throws Exception {
    int rounds = 0;
    int commands = 0;
    try {
      if (arguments.length == 2) {
        rounds = Integer.parseInt(arguments[0]);
        commands = Integer.parseInt(arguments[1]);
      }
    } catch (NumberFormatException e) {
      // As where they are missing.
    }
    if (rounds < 1 || commands < 1) {
      System.err.println("Usage: cold-starts ROUNDS COMMANDS");
      System.exit(2);
    }
    long start = System.nanoTime();
    try {
      run(rounds, commands);
    } catch (AssertionError e) {
      System.out.println("FAILED: " + e.getMessage());
      System.exit(1);
    }
    System.out.printf(
        Locale.ROOT,
        "%d cold starts of %d commands at once: one server each time, every command right; %.1f"
            + " s%n",
        rounds,
        commands,
        (System.nanoTime() - start) / 1e9);
  }

  static void run(int rounds, int commands) throws Exception {
    Path base = Folders.create();
    Jvms jvms = new Jvms(base);
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    try {
      for (int i = 0; i < rounds; i++) {
        ends.add(round(base.resolve("k" + i), jvms, commands));
      }
      for (CompletableFuture<Void> end : ends) {
        end.get(Patience.HANG_MILLIS, TimeUnit.MILLISECONDS);
      }
      try (var left = Files.list(base)) {
        require(left.noneMatch(Files::isDirectory), "a server left something in " + base);
      }
    } finally {
      Folders.delete(base);
    }
  }

  /** Plays one; the server's end is still to come. */
  private static CompletableFuture<Void> round(Path folder, Jvms jvms, int count) throws Exception {
    List<Process> commands = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        commands.add(start(folder, jvms, i));
      }
      Set<String> ids = new HashSet<>();
      for (Process command : commands) {
        ids.add(String.valueOf(processId(command)));
      }
      require(!ids.contains("null"), "a command failed in " + folder);
      require(ids.size() == count, count + " commands got " + ids.size() + " process ids");
      List<ProcessHandle> servers = KernelDoor.servers(folder);
      require(servers.size() == 1, servers.size() + " servers in " + folder);
      try (Backend sender = KernelDoor.open(folder)) {
        for (int i = 0; i < count; i++) {
          Handle client = Slots.open(sender.kernel32(), slot(i));
          Slots.write(sender.kernel32(), client, i, 100);
        }
      }
      for (Process command : commands) {
        require(command.waitFor(60, TimeUnit.SECONDS), "a command does not end");
        require(command.exitValue() == 0, "a command's exit code is " + command.exitValue());
      }
      return servers.get(0).onExit().thenAccept(ended -> {});
    } finally {
      commands.forEach(Process::destroyForcibly);
    }
  }

  private static String slot(int number) {
    return "\\\\.\\mailslot\\cold" + number;
  }

  private static Process start(Path folder, Jvms jvms, int number) throws IOException {
    List<String> command = jvms.command(MailReceiver.class, "--count", "1", slot(number));
    return Jvms.start(command, folder);
  }

  /** What the receiver tells once it has its slot; null if it fails. */
  private static String processId(Process receiver) throws IOException {
    BufferedReader told = receiver.errorReader();
    String line = told.readLine();
    // It may have to wait for its turn, and say so.
    while (line != null && !line.contains(" created process=")) {
      System.out.println(line);
      line = told.readLine();
    }
    return line == null ? null : line.replaceAll(".* process=(\\d+) .*", "$1");
  }
}
