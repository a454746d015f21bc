package handlelab.cli;

import handlelab.api.Handle;
import handlelab.api.HandleRow;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Handles as a user names them on the command line. Stateless. */
final class HandleNames {
  private static final String NONE = "none";
  private static final String STANDARD = "standard";

  private HandleNames() {}

  /**
   * The handle values that words stand for: a number for itself, {@code standard} for the standard
   * handles, {@code none} for nothing, and another word for each row whose object's name ends with
   * it, after a backslash; case does not count.
   *
   * @param unknown gets each word that names nothing; {@code none} beside others is such a word
   */
  static List<Handle> resolve(
      List<String> words, List<HandleRow> rows, List<Handle> standard, Consumer<String> unknown) {
    if (words.equals(List.of(NONE))) {
      return List.of();
    }
    Set<Handle> handles = new LinkedHashSet<>();
    for (String word : words) {
      List<Handle> named = word.equals(STANDARD) ? standard : valueOrNames(word, rows);
      if (named.isEmpty() && !word.equals(STANDARD)) {
        unknown.accept(word);
      }
      handles.addAll(named);
    }
    return List.copyOf(handles);
  }

  private static List<Handle> valueOrNames(String word, List<HandleRow> rows) {
    try {
      return List.of(Handle.parse(word));
    } catch (NumberFormatException e) {
      return named(word, rows);
    }
  }

  private static List<Handle> named(String word, List<HandleRow> rows) {
    String end = "\\" + word.toUpperCase(Locale.ROOT);
    List<Handle> found = new ArrayList<>();
    for (HandleRow row : rows) {
      String name = row.objectName();
      if (name != null && !word.isEmpty() && name.toUpperCase(Locale.ROOT).endsWith(end)) {
        found.add(row.handle());
      }
    }
    return found;
  }
}
