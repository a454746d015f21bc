package handlelab.lib;

/** The names of local mailslots. Stateless; any thread. */
public final class MailslotNames {
  /** What every local mailslot's name begins with. */
  public static final String PREFIX = "\\\\.\\mailslot\\";

  private MailslotNames() {}

  /**
   * The full name: {@code name} itself where it begins with two backslashes, else {@code
   * \\.\mailslot\} and {@code name}. A name may hold backslashes; no such directory needs to exist.
   */
  public static String fullName(String name) {
    return name.startsWith("\\\\") ? name : PREFIX + name;
  }
}
