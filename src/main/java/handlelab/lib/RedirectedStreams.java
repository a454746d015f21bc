package handlelab.lib;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The pipes between a process and the standard streams of its child. The child's ends are closed
 * here once it has them, so that both see the end of what the other one writes.
 */
final class RedirectedStreams implements AutoCloseable {
  private Pipe input;
  private Pipe output;

  /** Null if errors come with the output. */
  private Pipe error;

  private RedirectedStreams() {}

  static RedirectedStreams create(Kernel32 kernel32, boolean isErrorInOutput) {
    var streams = new RedirectedStreams();
    try {
      streams.input = Pipe.create(kernel32);
      streams.output = Pipe.create(kernel32);
      streams.error = isErrorInOutput ? null : Pipe.create(kernel32);
      return streams;
    } catch (RuntimeException | Error e) {
      try (streams) {
        throw e;
      }
    }
  }

  /** The end of each pipe that the child is to have. */
  Handle input() {
    return input.readEnd().handle();
  }

  Handle output() {
    return output.writeEnd().handle();
  }

  Handle error() {
    return error.writeEnd().handle();
  }

  OutputStream toInput() {
    return input.writeEnd().outputStream();
  }

  InputStream fromOutput() {
    return output.readEnd().inputStream();
  }

  InputStream fromError() {
    return error == null ? InputStream.nullInputStream() : error.readEnd().inputStream();
  }

  /** The child has its ends. */
  void started() {
    Pipe.ReadEnd childsInput = input.readEnd();
    Pipe.WriteEnd childsOutput = output.writeEnd();
    try (childsInput;
        childsOutput) {
      if (error != null) {
        error.writeEnd().close();
      }
    }
  }

  @Override
  public void close() {
    Pipe first = input;
    Pipe second = output;
    try (first;
        second) {
      if (error != null) {
        error.close();
      }
    }
  }
}
