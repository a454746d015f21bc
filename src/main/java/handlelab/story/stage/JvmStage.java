package handlelab.story.stage;

import handlelab.api.CommandLine;
import handlelab.api.Handle;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import handlelab.api.Win32Exception;
import handlelab.backend.Backend;
import handlelab.lib.JavaCommand;
import handlelab.sim.CreationObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A backend whose processes are JVMs of their own; this JVM only observes and drives them. Image
 * names have no effect: each process is a JVM.
 */
public final class JvmStage implements Stage {
  private static final int ENDING_MILLIS = 10_000;

  private final Backend backend;
  private final ChildLine line;
  private final List<ChildLine.Extension> children = new ArrayList<>();
  private final List<ProcessInformation> started = new ArrayList<>();

  /**
   * @param backend stays open when the stage is closed
   */
  public JvmStage(Backend backend) {
    this.backend = backend;
    try {
      line = ChildLine.open();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public HandleTables handleTables() {
    return backend.handleTables();
  }

  @Override
  public Kernel32 observer() {
    return backend.kernel32();
  }

  @Override
  public Kernel32 startProcess(String imageName) {
    StageChild child = prepareChild(imageName, List.of());
    started.add(
        backend
            .kernel32()
            .createProcess(null, child.commandLine(), null, null, false, 0, null, null, null));
    return child.kernel32();
  }

  @Override
  public StageChild prepareChild(String imageName, List<String> arguments) {
    ChildLine.Extension extension = line.newExtension();
    children.add(extension);
    List<String> words = new ArrayList<>();
    words.add(backend.kind().name());
    words.add(Integer.toString(line.port()));
    words.add(extension.secretFile().toString());
    words.addAll(arguments);
    List<String> command = JavaCommand.of(ChildMain.class, words);
    return new JvmChild(CommandLine.join(command), extension);
  }

  @Override
  public boolean observeCreation(CreationObserver observer) {
    return false;
  }

  /** Ends the children: those that called in by hanging up, the others by force. */
  @Override
  public void close() {
    for (ChildLine.Extension child : children) {
      var unused = child.hangUp();
    }
    Kernel32 kernel32 = backend.kernel32();
    for (ProcessInformation process : started) {
      end(kernel32, process.process());
      kernel32.closeHandle(process.process());
      kernel32.closeHandle(process.thread());
    }
    line.close();
  }

  private static void end(Kernel32 kernel32, Handle process) {
    try {
      kernel32.terminateProcess(process, 1);
    } catch (Win32Exception e) {
      // Windows says so of a process that has ended or is about to, which is what this is for.
      if (kernel32.waitForSingleObject(process, ENDING_MILLIS) != Win32.WAIT_OBJECT_0) {
        throw e;
      }
    }
  }

  private record JvmChild(String commandLine, ChildLine.Extension extension) implements StageChild {
    @Override
    public Kernel32 kernel32() {
      return extension.kernel32();
    }

    @Override
    public List<String> arguments() {
      return extension.arguments();
    }

    @Override
    public void exit(int exitCode) {
      extension.exit(exitCode);
    }
  }
}
