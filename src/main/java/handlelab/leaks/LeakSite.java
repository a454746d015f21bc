package handlelab.leaks;

import handlelab.api.HandleRow;
import handlelab.recorder.Recording;
import java.util.List;
import java.util.Objects;

/**
 * The handles that one function opened on one stack; or, if many handles were opened on one line of
 * the program that is reached in many ways, on all stacks with that line.
 *
 * @param stacks at least one
 * @param open the handles that are open, the oldest first
 * @param closedUnseen how many are not in the process's table any more, although no watched call
 *     closed them
 * @param growth how many more are open than at the look before; null if this is the first
 * @param isFinding whether this is a leak, as far as can be told
 */
public record LeakSite(
    List<Recording.Site> stacks,
    List<OpenHandle> open,
    int closedUnseen,
    Integer growth,
    boolean isFinding) {
  /**
   * A handle that a watched call opened and that is open.
   *
   * @param recorded what the recorder knows of it
   * @param row the row of the process's handle table; null if the table could not be read
   */
  public record OpenHandle(Recording.Open recorded, HandleRow row) {
    /** {@return the object's name, a path or an address; null if it has none or is not known} */
    public String name() {
      return row == null || recorded.name() != null ? recorded.name() : row.objectName();
    }

    /** {@return whether a child that is created now would inherit it} */
    public boolean inheritable() {
      return row == null ? recorded.inheritable() : row.inheritable();
    }
  }

  /** {@return the first of the stacks, which stands for all} */
  public Recording.Site first() {
    return stacks.get(0);
  }

  /** {@return how many handles were opened here} */
  public long opened() {
    return stacks.stream().mapToLong(Recording.Site::opened).sum();
  }

  /** {@return how many of them were closed, by whatever code} */
  public long closed() {
    return stacks.stream().mapToLong(Recording.Site::closed).sum() + closedUnseen;
  }

  /** {@return the object type's name; {@code ?} if it is not known} */
  public String type() {
    if (first().type() != null) {
      return first().type();
    }
    return open.stream()
        .map(OpenHandle::row)
        .filter(Objects::nonNull)
        .map(HandleRow::objectType)
        .findFirst()
        .orElse("?");
  }

  /** {@return the names of the objects that are open, each once} */
  public List<String> names() {
    return open.stream().map(OpenHandle::name).filter(Objects::nonNull).distinct().toList();
  }
}
