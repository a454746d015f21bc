package handlelab.contract;

import static handlelab.api.Win32.FILE_TYPE_UNKNOWN;
import static handlelab.api.Win32.PROCESS_QUERY_LIMITED_INFORMATION;
import static handlelab.api.Win32.SYNCHRONIZE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.ProcessTimes;
import java.util.List;

/** GetFileType, QueryFullProcessImageName and GetProcessTimes. */
class ProcessQueryTest extends ContractTest {
  @Fact("slot-type-is-unknown")
  void getFileType_mailslot_isUnknown() {
    String name = newSlotName();
    Handle slot = createSlot(parent, name);
    assertEquals(FILE_TYPE_UNKNOWN, parent.getFileType(slot));
    assertEquals(FILE_TYPE_UNKNOWN, parent.getFileType(openClient(parent, name)));
  }

  @Fact("file-type-needs-a-file")
  void getFileType_noFile_isInvalid() {
    Handle event = parent.createEvent(null, false, false, null).handle();
    for (Handle handle : List.of(event, Handle.NULL, new Handle(0xABCD0), Handle.CURRENT_THREAD)) {
      assertFails("GetFileType", 6, () -> parent.getFileType(handle));
    }
  }

  @Fact("process-image-name")
  void imageName_ofAChild_isItsProgram() {
    TestProcess child = start(Launch.plain());
    String path = parent.queryFullProcessImageName(child.process(), 0);
    assertTrue(path.length() > 2, path);
    Handle limited =
        parent.openProcess(PROCESS_QUERY_LIMITED_INFORMATION, false, child.processId());
    assertEquals(path, parent.queryFullProcessImageName(limited, 0));
    String nativePath = parent.queryFullProcessImageName(limited, 1);
    assertTrue(nativePath.startsWith("\\Device\\"), nativePath);
    child.exit(0);
  }

  @Fact("process-queries-need-access")
  void imageName_wrongHandle_fails() {
    Handle event = parent.createEvent(null, false, false, null).handle();
    for (Handle handle : List.of(Handle.NULL, event)) {
      assertFails(
          "QueryFullProcessImageNameW", 6, () -> parent.queryFullProcessImageName(handle, 0));
      assertFails("GetProcessTimes", 6, () -> parent.getProcessTimes(handle));
    }
    Handle waits = parent.openProcess(SYNCHRONIZE, false, parent.getCurrentProcessId());
    assertFails("QueryFullProcessImageNameW", 5, () -> parent.queryFullProcessImageName(waits, 0));
    assertFails("GetProcessTimes", 5, () -> parent.getProcessTimes(waits));
  }

  @Fact("process-times-in-order")
  void processTimes_ofAnEndedChild_areInOrder() {
    TestProcess child = start(Launch.plain());
    ProcessTimes own = parent.getProcessTimes(parent.getCurrentProcess());
    ProcessTimes running = parent.getProcessTimes(child.process());
    assertTrue(own.creation() <= running.creation());
    child.exit(0);
    awaitExit(parent, child.process());
    ProcessTimes ended = parent.getProcessTimes(child.process());
    assertEquals(running.creation(), ended.creation());
    assertTrue(ended.exit() >= ended.creation(), ended::toString);
    assertNotEquals(0, ended.creation());
  }
}
