package handlelab.api;

/**
 * The part of {@code SECURITY_ATTRIBUTES} that decides inheritance; the security descriptor is
 * always the default.
 *
 * @param inheritHandle whether the new handle is inheritable
 */
public record SecurityAttributes(boolean inheritHandle) {
  /** For a handle that children may inherit. */
  public static final SecurityAttributes INHERITABLE = new SecurityAttributes(true);
}
