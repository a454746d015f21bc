package handlelab.cli;

import handlelab.command.Failure;
import handlelab.command.ReportWriter;
import handlelab.command.StandardStreams;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;

/**
 * Where the report of a command goes that may run a child: into a file, to standard error if
 * standard output is the child's, or else to standard output.
 *
 * @param file null if it goes to none
 */
record ReportTarget(ReportWriter out, OutputStream file) implements Closeable {
  /**
   * Opens a target.
   *
   * @param file null for none
   * @throws Failure if the file cannot be written
   */
  static ReportTarget open(String file, boolean isOutputTheChilds, StandardStreams streams) {
    if (file == null) {
      ReportWriter out =
          isOutputTheChilds ? new ReportWriter(streams.err(), "standard error") : streams.report();
      return new ReportTarget(out, null);
    }
    try {
      OutputStream opened = Files.newOutputStream(FileProblem.path(file));
      return new ReportTarget(new ReportWriter(opened, file), opened);
    } catch (IOException e) {
      throw new Failure("cannot write " + file + ": " + FileProblem.of(e));
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
