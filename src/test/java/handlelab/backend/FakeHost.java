package handlelab.backend;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A process of the host that is none, so that nobody is hurt: it lives until it is killed. */
final class FakeHost implements ProcessHandle {
  private final long pid;
  private boolean isKilled;

  FakeHost(long pid) {
    this.pid = pid;
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public boolean isAlive() {
    return !isKilled;
  }

  @Override
  public boolean destroy() {
    return destroyForcibly();
  }

  @Override
  public boolean destroyForcibly() {
    boolean wasAlive = !isKilled;
    isKilled = true;
    return wasAlive;
  }

  @Override
  public boolean supportsNormalTermination() {
    return false;
  }

  @Override
  public Optional<ProcessHandle> parent() {
    return Optional.empty();
  }

  @Override
  public Stream<ProcessHandle> children() {
    return Stream.empty();
  }

  @Override
  public Stream<ProcessHandle> descendants() {
    return Stream.empty();
  }

  @Override
  public Info info() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<ProcessHandle> onExit() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(ProcessHandle other) {
    return Long.compare(pid, other.pid());
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(pid);
  }
}
