package handlelab.inspect;

import handlelab.api.Handle;

/** A row of some process that points to an object. */
public record InheritanceHolder(int processId, Handle handle) {
  /** Such as {@code 1000:0x104}. */
  @Override
  public String toString() {
    return processId + ":" + handle;
  }
}
