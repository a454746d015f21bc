package handlelab.inspect;

import java.util.Objects;

/**
 * Where a look was taken.
 *
 * @param backend {@code real} or {@code simulated}
 * @param kernel one line that names the system, such as {@code kernel32 of Wine 10.0}
 */
public record Origin(String backend, String kernel) {
  /**
   * An origin; neither part may be null.
   *
   * @param backend {@code real} or {@code simulated}
   * @param kernel one line that names the system
   */
  public Origin {
    Objects.requireNonNull(backend);
    Objects.requireNonNull(kernel);
  }
}
