package handlelab.recorder;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder in which watched JVMs and those who look at them meet: a private folder that the
 * launcher makes. A watched JVM answers a question that lies there; each file appears whole.
 *
 * <p>Files and not a socket, so that watching opens no handle in the watched program that stays.
 *
 * @param folder where the files are
 * @param processId the watched JVM's, as its host system has it
 */
public record RecordingFolder(Path folder, long processId) {
  private static final String WATCHED = ".watched";

  /**
   * The JVMs that are or were watched by way of a folder.
   *
   * @param folder where they would have said so
   * @return their process ids
   * @throws IOException if the folder cannot be read
   */
  public static List<Long> watched(Path folder) throws IOException {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.endsWith(WATCHED)) {
          found.add(Long.valueOf(name.substring(0, name.length() - WATCHED.length())));
        }
      }
    }
    return found;
  }

  private Path file(String suffix) {
    return folder.resolve(processId + suffix);
  }

  /** {@return the file that says that the process is watched} */
  public Path watchedFile() {
    return file(WATCHED);
  }

  /** {@return the file that says that the program has ended, but for the last look} */
  public Path endingFile() {
    return file(".ending");
  }

  /** {@return the file that says that there will be no further look} */
  public Path doneFile() {
    return file(".done");
  }

  /** {@return the file that says that more handles are open than were to be} */
  public Path thresholdFile() {
    return file(".threshold");
  }

  /** {@return the file that says that the program has come to a mark, and waits for a look} */
  public Path markFile() {
    return file(".mark");
  }

  private Path questionFile() {
    return file(".question");
  }

  /**
   * Asks the watched JVM what it knows.
   *
   * @param name that of no other question, of whichever asker; the answer's file is named after it
   * @return false if another question lies there, so that this one must be asked again
   * @throws IOException if the folder cannot be written to
   */
  public boolean ask(String name) throws IOException {
    Path made = file(".asking-" + name);
    Files.writeString(made, name);
    try {
      Files.move(made, questionFile());
      return true;
    } catch (FileAlreadyExistsException e) {
      Files.delete(made);
      return false;
    }
  }

  /**
   * {@return the answer to a question; null if there is none yet}
   *
   * @param name as {@link #ask} was given it
   * @throws IOException if it cannot be read
   */
  public Recording takeAnswer(String name) throws IOException {
    Path answer = file(".answer-" + name);
    if (!Files.exists(answer)) {
      return null;
    }
    Recording recording;
    try (InputStream in = Files.newInputStream(answer)) {
      recording = Recording.read(in);
    }
    Files.delete(answer);
    return recording;
  }

  /** Answers the question that lies there, if there is one. */
  void answer(Recorder recorder) throws IOException {
    if (!questionFile().toFile().exists()) {
      return;
    }
    String name = Files.readString(questionFile());
    Path made = file(".answering-" + name);
    try (OutputStream out = Files.newOutputStream(made)) {
      recorder.recording().write(out);
    }
    Files.move(made, file(".answer-" + name), StandardCopyOption.REPLACE_EXISTING);
    Files.delete(questionFile());
  }
}
