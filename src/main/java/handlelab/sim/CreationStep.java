package handlelab.sim;

/** The steps in which {@code CreateMailslotW} makes a mailslot, in order. */
public enum CreationStep {
  /** The slot itself is there: its name is taken, its queue is empty. */
  RESOURCE,
  /** The kernel object of its server end is there; no row points to it yet. */
  OBJECT,
  /** The row is in the process's handle table: from here on the process owns the handle. */
  ROW,
  /** The function is about to return the handle value. */
  RETURN
}
