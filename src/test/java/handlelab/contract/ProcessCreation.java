package handlelab.contract;

import static handlelab.api.Win32.CREATE_NEW_CONSOLE;
import static handlelab.api.Win32.CREATE_SUSPENDED;
import static handlelab.api.Win32.DETACHED_PROCESS;
import static handlelab.api.Win32.SYNCHRONIZE;
import static handlelab.api.Win32.WAIT_TIMEOUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Handle;
import handlelab.api.StartupInfo;
import handlelab.contract.Machine.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;

/** CreateProcessW: finding the program, splitting the command line, suspended creation. */
abstract class ProcessCreation extends ContractTest {
  ProcessCreation(Supplier<Machine> boot) {
    super(boot);
  }

  private void create(String application, String commandLine, int flags, String directory) {
    parent.createProcess(
        application, commandLine, null, null, false, flags, null, directory, StartupInfo.DEFAULT);
  }

  private void assertRefused(int errorCode, String application, String commandLine) {
    assertFails("CreateProcessW", errorCode, () -> create(application, commandLine, 0, null));
  }

  private void assertSplit(String tail, String... arguments) {
    TestProcess child = start(Launch.plain().tail(tail));
    assertEquals(List.of(arguments), child.arguments());
  }

  @Fact(178)
  void aMissingProgramIsAFileNotFound() {
    assertRefused(2, null, "handlelab-no-such-program.exe argument");
    assertRefused(2, null, "no-such-program of handlelab");
    assertRefused(2, null, "\"no-such program of handlelab.exe\" argument");
    assertRefused(2, "handlelab-no-such-program.exe", null);
    assertRefused(2, "handlelab-no-such-program.exe", machine().imageName());
  }

  @Fact(181)
  void anEmptyCommandLineIsRefused() {
    assertRefused(87, null, "");
  }

  @Fact(182)
  void aCommandLineMustNotStartWithABlank() {
    assertRefused(87, null, " ");
    assertRefused(87, null, " handlelab-no-such-program.exe");
    assertRefused(87, null, "\thandlelab-no-such-program.exe");
  }

  @Fact(183)
  void twoQuotesAreNoProgram() {
    assertRefused(87, null, "\"\"");
  }

  @Fact(184)
  void noNameAtAllIsRefused() {
    assertThrows(RuntimeException.class, () -> create(null, null, 0, null));
  }

  @Fact(185)
  void theFolderMustExist() {
    needs(Capability.HOST_FILES);
    assertFails(
        "CreateProcessW",
        267,
        () -> create(null, machine().imageName(), 0, "handlelab-no-such-folder"));
  }

  @Fact(187)
  void theProgramMustBeOne(@TempDir Path folder) throws IOException {
    needs(Capability.HOST_FILES);
    Path text = Files.writeString(folder.resolve("text.exe"), "This is no program.\n");
    assertRefused(193, text.toString(), null);
  }

  @Fact(188)
  void aFolderIsNoProgram(@TempDir Path folder) {
    needs(Capability.HOST_FILES);
    assertRefused(5, folder.toString(), null);
  }

  @Fact(190)
  void aNewConsoleAndNoConsoleContradictEachOther() {
    assertFails(
        "CreateProcessW",
        87,
        () -> create(null, machine().imageName(), CREATE_NEW_CONSOLE | DETACHED_PROCESS, null));
  }

  @Fact(194)
  void argumentsAreSplitAtBlanksAndTabs() {
    assertSplit("a  b\tc", "a", "b", "c");
  }

  @Fact(194)
  void noTailIsNoArguments() {
    assertSplit("");
  }

  @Fact(194)
  void quotesKeepBlanksTogether() {
    assertSplit("\"a b\" c", "a b", "c");
    assertSplit("e\"f g\"h", "ef gh");
    assertSplit("\"open ended", "open ended");
  }

  @Fact(194)
  void backslashesCountBeforeQuotesOnly() {
    assertSplit("a\\b C:\\x\\", "a\\b", "C:\\x\\");
    assertSplit("\"a\\\"b\\\\\"", "a\"b\\");
    assertSplit("c\\\"", "c\"");
    assertSplit("\"a\\\\\" b", "a\\", "b");
    assertSplit("a\\\\\\\"b c", "a\\\"b", "c");
  }

  @Fact(194)
  void emptyQuotesAreAnEmptyArgument() {
    assertSplit("a \"\" b", "a", "", "b");
    assertSplit("\"\"\"\"", "\"");
  }

  @Fact(193)
  void textBeyondAsciiSurvives() {
    assertSplit(
        "gr\u00fc\u00dfe \"\u4f60 \u597d\" \ud83d\ude00",
        "gr\u00fc\u00dfe",
        "\u4f60 \u597d",
        "\ud83d\ude00");
  }

  @Fact(191)
  void aLongCommandLineArrives() {
    String argument = "x".repeat(20_000);
    assertSplit(argument, argument);
  }

  @Fact(198)
  void aSuspendedProcessDoesNotRunBeforeItIsResumed() {
    TestProcess child = start(Launch.plain().flags(CREATE_SUSPENDED));
    assertEquals(259, parent.getExitCodeProcess(child.process()));
    assertEquals(WAIT_TIMEOUT, parent.waitForSingleObject(child.process(), 0));
    assertEquals(1, parent.resumeThread(child.thread()));
    assertEquals(child.processId(), child.kernel32().getCurrentProcessId());
  }

  @Fact(199)
  void aRunningThreadHasNothingToResume() {
    TestProcess child = start(Launch.plain().flags(CREATE_SUSPENDED));
    assertEquals(1, parent.resumeThread(child.thread()));
    assertEquals(0, parent.resumeThread(child.thread()));
    assertEquals(0, parent.resumeThread(child.thread()));
    assertEquals(child.processId(), child.kernel32().getCurrentProcessId());
  }

  @Fact(200)
  void resumingNeedsAThread() {
    Handle slot = createSlot(parent, newSlotName());
    for (Handle bad : new Handle[] {Handle.NULL, slot, Handle.CURRENT_PROCESS}) {
      assertFails("ResumeThread", 6, () -> parent.resumeThread(bad));
    }
  }

  @Fact(200)
  void resumingNeedsTheRight() {
    TestProcess child = start(Launch.plain().flags(CREATE_SUSPENDED));
    Handle limited = reduce(parent, child.thread(), SYNCHRONIZE);
    assertFails("ResumeThread", 5, () -> parent.resumeThread(limited));
    assertEquals(1, parent.resumeThread(child.thread()));
  }

  @Fact({165, 198})
  void aSuspendedProcessHasItsInheritanceAlready() {
    String name = newSlotName();
    Handle slot = createInheritableSlot(parent, name);
    TestProcess child = start(Launch.inheriting().flags(CREATE_SUSPENDED));
    assertEquals(2, usageCount(parent, slot));
    parent.closeHandle(slot);
    Handle client = openClient(parent, name);
    write(parent, client, "before it ran");
    parent.resumeThread(child.thread());
    assertEquals("before it ran", read(child.kernel32(), slot));
  }

  @Fact({153, 198})
  void aHandleCanBePutIntoASuspendedProcess() {
    String name = newSlotName();
    Handle slot = createSlot(parent, name);
    TestProcess child = start(Launch.plain().flags(CREATE_SUSPENDED));
    Handle there = duplicate(parent, slot, child.process());
    assertEquals(1, parent.resumeThread(child.thread()));
    write(parent, openClient(parent, name), "early");
    assertEquals("early", read(child.kernel32(), there));
  }

  @Fact({175, 178})
  void eachChildIsAProcessOfItsOwn() {
    TestProcess first = start(Launch.plain());
    TestProcess second = start(Launch.plain());
    assertNotEquals(first.processId(), second.processId());
    assertNotEquals(first.process(), first.thread());
    assertEquals(first.processId(), parent.getProcessId(first.process()));
    assertEquals(second.processId(), second.kernel32().getCurrentProcessId());
  }
}
