package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IdsTest {
  private static List<Integer> idsOfChildren(SimulatedKernel kernel) {
    kernel.install("child.exe", (kernel32, arguments) -> 0);
    Kernel32 parent = kernel.startProcess("parent.exe");
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ProcessInformation child =
          parent.createProcess(null, "child", null, null, false, 0, null, null, null);
      assertTrue(child.processId() % 4 == 0 && child.threadId() % 4 == 0);
      assertNotEquals(child.processId(), child.threadId());
      ids.add(child.processId());
      parent.waitForSingleObject(child.process(), Win32.INFINITE);
      Handle reopened = parent.openProcess(Win32.SYNCHRONIZE, false, child.processId());
      assertTrue(parent.compareObjectHandles(reopened, child.process()), "not while it is held");
      parent.closeHandle(reopened);
      parent.closeHandle(child.process());
      parent.closeHandle(child.thread());
    }
    kernel.close();
    return ids;
  }

  @Test
  void ids_byDefault_areNeverReused() {
    List<Integer> ids = idsOfChildren(SimulatedKernel.boot());
    assertEquals(ids.size(), Set.copyOf(ids).size());
    assertEquals(ids, ids.stream().sorted().toList());
  }

  @Test
  void ids_withReuse_comeBackInTheOrderOfTheSeed() {
    List<Integer> ids = idsOfChildren(SimulatedKernel.builder().reuseProcessIds(1).boot());
    assertTrue(new HashSet<>(ids).size() <= 3, ids::toString);
    assertEquals(ids, idsOfChildren(SimulatedKernel.builder().reuseProcessIds(1).boot()));
    assertNotEquals(ids, idsOfChildren(SimulatedKernel.builder().reuseProcessIds(2).boot()));
  }
}
