package handlelab.real;

/** How a look asks for an object's name: a door for tests that let the question hang. */
@FunctionalInterface
interface NameQuery {
  /** The object's name, or null; see {@link ObjectQuery#objectName}. */
  String nameOf(long handle, String type, ObjectQuery query);
}
