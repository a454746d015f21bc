package handlelab.api;

/**
 * What a create function returns.
 *
 * @param handle the new handle, which the caller must close
 * @param existed whether the name was that of an existing object, which {@code handle} now leads
 *     to: success with the last error {@code ERROR_ALREADY_EXISTS} (183)
 */
public record Created(Handle handle, boolean existed) {}
