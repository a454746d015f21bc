package handlelab.story;

import java.util.List;

/**
 * One step of a chapter: what is said, the call, the tables on both sides of it, the claims.
 *
 * @param code lines of C that belong to the text
 * @param call null if the step only shows
 * @param picture lines of text that draw one row and what it leads to, or null
 */
record Frame(
    String text,
    List<String> code,
    Call call,
    List<Table> tables,
    List<KernelObject> objects,
    List<String> picture,
    List<Check> claims) {

  /**
   * A call that was made.
   *
   * @param process the caller's name
   * @param text the function with its arguments
   * @param arguments the same arguments one by one; none if the text is several calls
   * @param about the name of the argument that the frame's text is about, or empty
   * @param result what it returned or failed with
   */
  record Call(
      String process,
      String text,
      List<CallText.Argument> arguments,
      String about,
      String result,
      boolean failed) {}

  /**
   * One process's table before and after a call.
   *
   * @param stateBefore such as {@code running}; null if the process was not there yet
   * @param others how many rows it has that are not shown, because the tour did not make them
   */
  record Table(
      String process,
      int processId,
      String stateBefore,
      String stateAfter,
      List<Row> before,
      List<Row> after,
      int others) {
    /** Whether a row differs between the two sides of the call. */
    boolean isChanged() {
      return !before.equals(after);
    }
  }

  /**
   * A row as it is shown.
   *
   * @param object the object's label: its address, or a letter if the kernel gives none
   * @param access the granted access in hexadecimal
   * @param rights the same in words
   * @param usageCount of the object, over all processes
   * @param counted whether that differs from the other side of the call
   */
  record Row(
      long value,
      String object,
      String type,
      String access,
      String rights,
      boolean inherit,
      boolean protect,
      int usageCount,
      Mark mark,
      boolean counted) {}

  /** How a row differs from the other side of the call. */
  enum Mark {
    /** Not at all. */
    SAME,
    /** The call put it there. */
    NEW,
    /** The call took it away. */
    GONE,
    /** The call changed its access, its flags or its object. */
    CHANGED
  }

  /**
   * A kernel object before and after a call: one that shown rows point to, or none yet.
   *
   * @param label its address, or a letter if the kernel gives none; empty for a mailslot that has
   *     no object yet
   * @param what such as {@code server end}
   * @param resource the mailslot that it leads to, or null
   * @param messages how many wait there, or -1 if that is not known
   * @param thereBefore whether it was there, be it without a row
   * @param usageBefore rows that pointed to it over all processes
   * @param elsewhereBefore how many of these are not shown: in processes that play no part
   */
  record KernelObject(
      String label,
      String type,
      String what,
      String resource,
      int messages,
      boolean thereBefore,
      int usageBefore,
      int elsewhereBefore,
      boolean thereAfter,
      int usageAfter,
      int elsewhereAfter) {}

  /**
   * Something that the tour says about Windows, and what was measured.
   *
   * @param measured the outcome, as text
   * @param reason why a {@link Verdict#DIFFERS} is known, or null
   */
  record Check(String text, String measured, Verdict verdict, String reason) {}

  /** How a claim came out. */
  enum Verdict {
    /** As claimed. */
    HOLDS,
    /** Not as claimed, and the reason is not known. */
    FAILED,
    /** Not as claimed, and this kernel is known to differ from Windows here. */
    DIFFERS
  }
}
