package handlelab.real;

/** The text that a look asks for of each object: its name, its state; a test's may hang. */
@FunctionalInterface
interface NameQuery {
  /** The text, or null; see {@link ObjectQuery#objectName} and {@link ObjectQuery#state}. */
  String nameOf(long handle, String type, ObjectQuery query);
}
