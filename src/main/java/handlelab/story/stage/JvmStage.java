package handlelab.story.stage;

import handlelab.api.CommandLine;
import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.backend.Backend;
import handlelab.lib.ChildProcess;
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
  private final Backend backend;
  private final ChildLine line;
  private final List<ChildLine.Extension> children = new ArrayList<>();
  private final List<ChildProcess> started = new ArrayList<>();

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
  public StageProcess startProcess(String imageName) {
    ChildLine.Extension extension = newExtension();
    started.add(ChildProcess.builder(command(extension, List.of())).start(backend.kernel32()));
    extension.awaitCalls();
    return extension;
  }

  @Override
  public StageChild prepareChild(String imageName, List<String> arguments) {
    ChildLine.Extension extension = newExtension();
    extension.commandLine(CommandLine.join(command(extension, arguments)));
    return extension;
  }

  private ChildLine.Extension newExtension() {
    ChildLine.Extension extension = line.newExtension();
    children.add(extension);
    return extension;
  }

  private List<String> command(ChildLine.Extension extension, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(backend.kind().name());
    words.add(Integer.toString(line.port()));
    words.add(extension.secretFile().toString());
    words.addAll(arguments);
    return JavaCommand.of(ChildMain.class, words);
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
    for (ChildProcess process : started) {
      process.terminate(1);
      process.close();
    }
    line.close();
  }
}
