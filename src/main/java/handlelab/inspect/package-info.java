/**
 * The look into handle tables: who holds which object, what was opened and closed between two
 * looks, as text and as JSON.
 *
 * <p>The way through: {@code TableInspector} gathers tables into a {@code TableSnapshot}; {@code
 * ObjectLabels} says which rows point to one object; {@code SharedObject}, {@code TypeCount} and
 * {@code TableDifference} are made from snapshots alone; the classes whose names end in {@code
 * Text} and {@code Json} write them down. Gathering writes nothing and writing looks at nothing, so
 * each can be used without the other.
 *
 * <p>A look changes nothing that it counts: what it opens to tell objects apart it opens after the
 * tables are read, and closes before it returns.
 *
 * <p>Everybody may use this package; it uses the contract only, and Gson where JSON is written or
 * read. There is no lock: snapshots are immutable, and what is not says so.
 */
package handlelab.inspect;
