package handlelab.lib;

import handlelab.api.Handle;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;

/**
 * Says of a kernel's error what it means for the classes of this package, and what to do.
 * Stateless.
 */
final class Hint {
  private Hint() {}

  static Win32Exception creating(Win32Exception e, String slot) {
    return switch (e.errorCode()) {
      case Win32Error.ERROR_ALREADY_EXISTS ->
          with(
              e,
              "another process receives on " + slot + "; choose another name, or end that process");
      case Win32Error.ERROR_INVALID_NAME,
          Win32Error.ERROR_PATH_NOT_FOUND,
          Win32Error.ERROR_FILENAME_EXCED_RANGE ->
          with(e, slot + " cannot name a local mailslot; give a short word such as inbox");
      default -> with(e, "cannot create " + slot);
    };
  }

  static Win32Exception opening(Win32Exception e, String slot) {
    String prefix = MailslotNames.PREFIX;
    return switch (e.errorCode()) {
      case Win32Error.ERROR_FILE_NOT_FOUND ->
          slot.regionMatches(true, 0, prefix, 0, prefix.length())
              ? with(e, "no process receives on " + slot + "; start a receiver, or wait for one")
              : with(e, slot + " names no local mailslot; that is " + prefix + "NAME");
      case Win32Error.ERROR_REMOTE_MAILSLOTS_DEPRECATED ->
          with(
              e,
              slot
                  + " is on another computer, and current Windows has remote mailslots disabled; a"
                  + " local one is "
                  + prefix
                  + "NAME");
      case Win32Error.ERROR_BAD_NETPATH,
          Win32Error.ERROR_INVALID_NAME,
          Win32Error.ERROR_PATH_NOT_FOUND ->
          with(e, slot + " names no local mailslot; that is " + prefix + "NAME");
      default -> with(e, "cannot open " + slot);
    };
  }

  static Win32Exception sending(Win32Exception e, Handle handle, int bytes) {
    return switch (e.errorCode()) {
      case Win32Error.ERROR_INVALID_HANDLE, Win32Error.ERROR_ACCESS_DENIED ->
          with(e, "this process holds no client end of a mailslot as " + handle);
      case Win32Error.ERROR_INVALID_PARAMETER ->
          with(e, "the slot takes no message of " + bytes + " bytes; send a shorter one");
      case Win32Error.ERROR_HANDLE_EOF ->
          with(e, "the receiver has gone; start it again, and open its slot again");
      case Win32Error.ERROR_NO_SYSTEM_RESOURCES ->
          with(
              e,
              "no memory for a message of "
                  + bytes
                  + " bytes; on the simulated kernel that JVMs share one has at most 16 MiB, and"
                  + " those that wait in slots share a part of the server's memory: send shorter"
                  + " messages, or wait until some are received");
      default -> e;
    };
  }

  static Win32Exception naming(Win32Exception e, String type, String name) {
    return switch (e.errorCode()) {
      case Win32Error.ERROR_FILE_NOT_FOUND ->
          with(e, "no process has the " + type + " " + name + "; create it, or wait for its maker");
      case Win32Error.ERROR_INVALID_HANDLE ->
          with(
              e,
              name
                  + " is the name of an object that is no "
                  + type
                  + "; events, mutexes and semaphores share their names: choose another");
      case Win32Error.ERROR_PATH_NOT_FOUND, Win32Error.ERROR_BAD_PATHNAME ->
          with(
              e,
              name
                  + " names no "
                  + type
                  + "; a name has no backslash, except after Global or Local at its start");
      default -> with(e, "cannot make or open the " + type + " " + name);
    };
  }

  static Win32Exception releasing(Win32Exception e) {
    return switch (e.errorCode()) {
      case Win32Error.ERROR_NOT_OWNER ->
          with(e, "this thread does not own the mutex; the thread that acquired it releases it");
      case Win32Error.ERROR_TOO_MANY_POSTS ->
          with(e, "the count would pass its maximum; release what was acquired, once");
      default -> e;
    };
  }

  static Win32Exception writing(Win32Exception e) {
    return switch (e.errorCode()) {
      case Win32Error.ERROR_NO_DATA, Win32Error.ERROR_BROKEN_PIPE ->
          with(e, "every read end of the pipe is closed; stop writing, or start a new reader");
      default -> e;
    };
  }

  static Win32Exception serving(Win32Exception e, String pipe) {
    return switch (e.errorCode()) {
      case Win32Error.ERROR_ACCESS_DENIED ->
          with(e, pipe + " is served already; choose another name, or end that server");
      case Win32Error.ERROR_INVALID_NAME, Win32Error.ERROR_PATH_NOT_FOUND ->
          with(e, pipe + " cannot name a local pipe; give a short word such as echo");
      default -> with(e, "cannot serve " + pipe);
    };
  }

  static Win32Exception connecting(Win32Exception e, String pipe) {
    return switch (e.errorCode()) {
      case Win32Error.ERROR_FILE_NOT_FOUND ->
          with(e, "no process serves " + pipe + "; start its server, or wait for it");
      case Win32Error.ERROR_PIPE_BUSY ->
          with(e, "no connection of " + pipe + " came free in time; wait longer, or try again");
      default -> with(e, "cannot connect to " + pipe);
    };
  }

  static Win32Exception starting(Win32Exception e, String program) {
    boolean isMissing =
        e.errorCode() == Win32Error.ERROR_FILE_NOT_FOUND
            || e.errorCode() == Win32Error.ERROR_PATH_NOT_FOUND;
    // A simulated kernel in this JVM knows better which programs there are.
    boolean hasHint =
        !e.getMessage().equals(new Win32Exception(e.function(), e.errorCode()).getMessage());
    return isMissing && !hasHint ? with(e, "there is no program " + program) : e;
  }

  private static Win32Exception with(Win32Exception e, String hint) {
    Win32Exception hinted = new Win32Exception(e.function(), e.errorCode(), hint);
    hinted.setStackTrace(e.getStackTrace());
    return hinted;
  }
}
