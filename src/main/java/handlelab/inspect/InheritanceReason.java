package handlelab.inspect;

/** Why a row is in a child's table, or why a row of the parent is not. */
public enum InheritanceReason {
  /** It came: the row's inherit flag is set, and inheritance was on. */
  INHERIT_FLAG,
  /** It came: the handle list names it. */
  HANDLE_LIST,
  /** It came: it is a standard handle, which the call named or the system hands on by itself. */
  STANDARD_HANDLE,
  /** It came: {@code DuplicateHandle} put it there. */
  DUPLICATED,
  /** It points to an object that the parent holds too; how it came there nobody can tell. */
  SHARED,
  /** It did not come: the system made it as it made the process. */
  START_UP,
  /** It did not come: the child made it, or another process than the parent pushed it in. */
  OWN,
  /** It stayed behind: its inherit flag is not set. */
  FLAG_NOT_SET,
  /** It stayed behind: its inherit flag was set when the child was there already. */
  FLAG_SET_LATER,
  /** It stayed behind: the handle list does not name it. */
  NOT_IN_LIST,
  /** It stayed behind: the child was created with inheritance off. */
  INHERITANCE_OFF,
  /** It stayed behind: it was opened when the child was there already. */
  OPENED_LATER,
  /** What can be seen does not tell. */
  UNKNOWN
}
