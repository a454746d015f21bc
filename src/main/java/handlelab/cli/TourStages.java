package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.tour.Stage;

/** Builds the stage of each chapter of a tour, and keeps what they share. One thread. */
final class TourStages implements AutoCloseable {
  /** Null where each chapter has a simulated kernel of its own. */
  private final Backend backend;

  private TourStages(Backend backend) {
    this.backend = backend;
  }

  /**
   * Stages on a kernel of this kind.
   *
   * @throws UnsupportedOperationException for REAL where this is not Windows
   */
  static TourStages of(BackendKind kind) {
    return new TourStages(kind == BackendKind.REAL ? Backends.open(kind) : null);
  }

  /** A new stage; the caller closes it. */
  Stage next() {
    return backend == null ? new SimulatedTourStage() : new RealTourStage(backend);
  }

  @Override
  public void close() {
    if (backend != null) {
      backend.close();
    }
  }
}
