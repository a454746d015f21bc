package handlelab.inspect;

/**
 * Where a look was taken.
 *
 * @param backend {@code real} or {@code simulated}
 * @param kernel one line that names the system, such as {@code kernel32 of Wine 10.0}
 */
public record Origin(String backend, String kernel) {}
