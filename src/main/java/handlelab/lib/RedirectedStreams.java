package handlelab.lib;

import handlelab.api.Kernel32;

/**
 * The pipes between a process and the standard streams of its child. The child's ends are closed
 * here once it has them, so that both see the end of what the other one writes.
 */
final class RedirectedStreams implements AutoCloseable {
  Pipe input;
  Pipe output;

  /** Null if errors come with the output. */
  Pipe error;

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
