package handlelab.inspect;

import handlelab.api.Handle;
import java.util.Optional;

/**
 * A standard handle of a child.
 *
 * @param stream {@code in}, {@code out} or {@code err}
 * @param handle its value in the child
 * @param warning why the value is not a handle of the child; empty if it is one
 */
public record StandardHandle(String stream, Handle handle, Optional<String> warning) {}
