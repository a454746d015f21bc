package handlelab.inspect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Access masks in words: the names that the Windows headers give to their bits, by object type.
 *
 * <p>Names of whole masks, such as {@code FILE_GENERIC_READ}, stand before names of single bits and
 * replace them; bits without a name stay as one hexadecimal number at the end. The names are in a
 * resource, taken from {@code winnt.h}, {@code winuser.h} for window stations and desktops, {@code
 * evntrace.h} for event tracing, and {@code ntexapi.h}, {@code ntobapi.h}, {@code ntlpcapi.h} and
 * {@code ntdbg.h} of System Informer's headers for what the SDK leaves out. May be used from any
 * thread.
 */
public final class AccessNames {
  private static final String RESOURCE = "/handlelab/access-names.txt";
  private static final String ANY_TYPE = "*";
  private static final Map<String, List<Right>> TYPES = read();

  /** A name and its bits. */
  private record Right(String name, int bits) {}

  private AccessNames() {}

  /**
   * {@return the names of an access mask's bits; empty for 0}
   *
   * @param objectType the type's name as the kernel gives it, such as {@code File}; of an unknown
   *     type only the standard rights have names
   * @param access the access mask
   */
  public static List<String> decode(String objectType, int access) {
    List<String> names = new ArrayList<>();
    int left = take(TYPES.getOrDefault(objectType, List.of()), access, names);
    left = take(TYPES.get(ANY_TYPE), left, names);
    if (left != 0) {
      names.add("0x" + Integer.toHexString(left));
    }
    return names;
  }

  /** Adds the names of those rights that the access has, and returns the bits without a name. */
  private static int take(List<Right> rights, int access, List<String> names) {
    int left = access;
    for (Right right : rights) {
      if ((access & right.bits) == right.bits && (left & right.bits) != 0) {
        names.add(right.name);
        left &= ~right.bits;
      }
    }
    return left;
  }

  /**
   * {@return the names with a bar between them, as in C; {@code none} for 0}
   *
   * @param objectType as for {@link #decode}
   * @param access the access mask
   */
  public static String text(String objectType, int access) {
    return access == 0 ? "none" : String.join(" | ", decode(objectType, access));
  }

  /** A line is a type's name, or a mask and its name, which belong to the type above. */
  private static Map<String, List<Right>> read() {
    Map<String, List<Right>> types = new HashMap<>();
    List<Right> rights = new ArrayList<>();
    try (InputStream in = AccessNames.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.matches("[0-9A-F]{8} .*")) {
          rights.add(new Right(line.substring(9), Integer.parseUnsignedInt(line, 0, 8, 16)));
        } else if (!line.startsWith("#")) {
          rights = new ArrayList<>();
          types.put(line, rights);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return types;
  }
}
