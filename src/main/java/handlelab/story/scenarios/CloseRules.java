package handlelab.story.scenarios;

import static handlelab.story.Claim.tested;

import handlelab.api.Handle;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.story.Actor;
import handlelab.story.Claim;
import handlelab.story.Play;

/** What CloseHandle takes for a handle. */
public final class CloseRules extends Question {
  public CloseRules() {
    super("handle-close/values", "Which values does CloseHandle close?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    Handle slot = slot(play, owner, "close");
    owner
        .documented("second-close-fails", "a handle is closed", "CloseHandle")
        .succeeds()
        .closeHandle(slot);
    owner
        .documented("second-close-fails", "once", "CloseHandle")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .closeHandle(slot);
    owner
        .documented("flags-need-a-row", "a closed handle has no flags", "GetHandleInformation")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getHandleInformation(slot);
    Handle low = slot(play, owner, "low");
    owner
        .documented(
            "low-two-bits-ignored",
            "the low two bits of a value do not count",
            "The Old New Thing, 2005-01-21")
        .gives(0)
        .getHandleInformation(new Handle(low.value() + 3));
    owner
        .tested("low-two-bits-ignored", "nor do they when it is closed", SYNC_TEST)
        .succeeds()
        .closeHandle(new Handle(low.value() + 1));
    invalid(
        owner, Handle.NULL, tested("close-null-fails", "NULL is no handle", "jna Kernel32Test"));
    invalid(
        owner,
        new Handle(0x7fff_fff0L),
        tested(
            "close-unknown-value-fails",
            "nor is a value that nobody handed out",
            "viper-racing-port test/w32_file_test.cpp, Windows 11"));
    Handle high = slot(play, owner, "high");
    owner
        .tested("close-looks-at-upper-half", "nor is one with bits above the 32nd", PROCESS_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getHandleInformation(new Handle(high.value() | 0x1_0000_0000L));
    owner
        .tested("upper-half-of-value-counts", "-1 cut to 32 bits is none", PROCESS_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .getProcessId(new Handle(0xffff_ffffL));
    owner
        .tested("flags-set-by-mask", "a row can be protected from close", PROCESS_TEST)
        .succeeds()
        .setHandleInformation(
            high, Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE, Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE);
    owner
        .tested(
            "protected-row-not-closed",
            "it then is not closed",
            "reactos modules/rostests/apitests/ntdll")
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .closeHandle(high);
    owner
        .tested("protected-row-not-closed", "and is still there", PROCESS_TEST)
        .gives(Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE)
        .getHandleInformation(high);
    owner
        .documented(
            "flags-outside-mask-stay", "only the bits of the mask change", "SetHandleInformation")
        .succeeds()
        .setHandleInformation(high, Win32.HANDLE_FLAG_PROTECT_FROM_CLOSE, 0);
    owner
        .documented("second-close-fails", "without the flag it is closed", "CloseHandle")
        .succeeds()
        .closeHandle(high);
    owner
        .tested("reading-needs-file-handle", "-1 is no file to read from", MAILSLOT_TEST)
        .fails(Win32Error.ERROR_INVALID_HANDLE)
        .readFile(Handle.INVALID, buffer(8));
  }

  private static void invalid(Actor owner, Handle handle, Claim claim) {
    owner.step(claim).fails(Win32Error.ERROR_INVALID_HANDLE).closeHandle(handle);
  }
}
