package handlelab.sim;

/** A {@code WriteFile} on a mailslot, which never waits. */
final class MailslotWrite extends PendingOperation {
  MailslotWrite(ProcessObject process, FileObject file, Completion completion) {
    super(process, file, completion);
  }

  @Override
  void withdraw() {
    throw new AssertionError("it is done when it starts");
  }
}
