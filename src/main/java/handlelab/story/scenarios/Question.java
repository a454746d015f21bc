package handlelab.story.scenarios;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.story.Actor;
import handlelab.story.Child;
import handlelab.story.Play;
import handlelab.story.Scenario;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What the questions share: name, text, sources, and the steps that many of them have. */
abstract class Question implements Scenario {
  static final String MAILSLOT_TEST = "wine dlls/kernel32/tests/mailslot.c";
  static final String PROCESS_TEST = "wine dlls/kernel32/tests/process.c";
  static final String SYNC_TEST = "wine dlls/kernel32/tests/sync.c";
  static final String OBJECT_TEST = "wine dlls/ntdll/tests/om.c";
  static final String PATH_TEST = "wine dlls/ntdll/tests/path.c";
  static final String PIPE_TEST = "wine dlls/kernel32/tests/pipe.c";
  static final String FILE_TEST = "wine dlls/kernel32/tests/file.c";
  static final String CONSOLE_TEST = "wine dlls/kernel32/tests/console.c";
  static final String NT_PIPE_TEST = "wine dlls/ntdll/tests/pipe.c";
  static final String NT_SYNC_TEST = "wine dlls/ntdll/tests/sync.c";
  static final String DOT_NET_NAMES =
      "dotnet src/libraries/System.Threading/tests, NameUsedByOtherSynchronizationPrimitive";
  static final String DOT_NET_PIPES =
      "dotnet src/libraries/System.IO.Pipes/tests/NamedPipeTests/NamedPipeTest.Specific.cs";
  static final String OBJECT_RIGHTS = "Synchronization Object Security and Access Rights";
  static final int SHARE_ALL = Win32.FILE_SHARE_READ | Win32.FILE_SHARE_WRITE;

  static final Handle SELF = Handle.CURRENT_PROCESS;

  private final String name;
  private final String question;

  Question(String name, String question) {
    this.name = name;
    this.question = question;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String question() {
    return question;
  }

  /** A slot that takes any size and never waits. */
  static Handle slot(Play play, Actor owner, String name) {
    return owner
        .documented("slot-created-by-name", "a mailslot is made by its name", "CreateMailslotW")
        .succeeds()
        .createMailslot(play.slot(name), 0, 0, null);
  }

  /** A client end for writing. */
  static Handle client(Play play, Actor owner, String name) {
    return owner
        .documented(
            "client-opens-for-writing", "a client opens the slot for writing", "CreateMailslotW")
        .succeeds()
        .createFile(
            play.slot(name), Win32.GENERIC_WRITE, SHARE_ALL, null, Win32.OPEN_EXISTING, 0, null);
  }

  /** A client end for writing, with an inheritable handle. */
  static Handle inheritableClient(Play play, Actor owner, String name) {
    return owner
        .documented("client-created-inheritable", "an inheritable client handle", "CreateFileW")
        .succeeds()
        .createFile(
            play.slot(name),
            Win32.GENERIC_WRITE,
            SHARE_ALL,
            SecurityAttributes.INHERITABLE,
            Win32.OPEN_EXISTING,
            0,
            null);
  }

  /** A child that gets nothing at its start. */
  static Child bareChild(Actor parent) {
    return parent
        .child("child")
        .start(
            parent
                .documented(
                    "nothing-inherited-without-parameter",
                    "the child inherits nothing",
                    "CreateProcessW")
                .succeeds());
  }

  /** A child that gets one inheritable handle and nothing else. */
  static Child heir(Actor parent, String name, Handle handle) {
    return parent
        .child(name)
        .inheriting()
        .list(handle)
        .start(
            parent
                .documented(
                    "handle-list-limits-inheritance",
                    "a child that gets this handle",
                    "UpdateProcThreadAttribute")
                .succeeds());
  }

  /** A duplicate of the parent's {@code source} in the child's table, with the same access. */
  static Handle push(Actor parent, Handle source, Child child, String claim) {
    return parent
        .documented("duplicate-shares-object", claim, "DuplicateHandle")
        .succeeds()
        .duplicateHandle(SELF, source, child.process(), 0, false, Win32.DUPLICATE_SAME_ACCESS);
  }

  /** Lets the child return from its main method, and its parent wait until it has ended. */
  static void end(Actor parent, Child child, String claim) {
    child.exit(0);
    parent
        .documented("process-signalled-at-end", claim, "WaitForSingleObject")
        .gives(Win32.WAIT_OBJECT_0)
        .waitForSingleObject(child.process(), Win32.INFINITE);
  }

  static ByteBuffer message(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes);
  }
}
