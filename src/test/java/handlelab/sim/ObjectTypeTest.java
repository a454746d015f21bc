package handlelab.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Win32;
import org.junit.jupiter.api.Test;

/** What an object's type makes of a desired access. */
class ObjectTypeTest {
  @Test
  void genericRightsAreReplacedByTheTypesOwn() {
    assertEquals(0x0012_0089, ObjectType.FILE.map(Win32.GENERIC_READ, 0));
    assertEquals(0x0012_0116, ObjectType.FILE.map(Win32.GENERIC_WRITE, 0));
    assertEquals(0x0012_00A0, ObjectType.FILE.map(Win32.GENERIC_EXECUTE, 0));
    assertEquals(0x001F_01FF, ObjectType.FILE.map(Win32.GENERIC_ALL, 0));
    assertEquals(0x0012_1001, ObjectType.PROCESS.map(Win32.GENERIC_EXECUTE, 0));
    assertEquals(Win32.PROCESS_ALL_ACCESS, ObjectType.PROCESS.map(Win32.GENERIC_ALL, 0));
    assertEquals(0x0012_0800, ObjectType.THREAD.map(Win32.GENERIC_EXECUTE, 0));
  }

  @Test
  void rightsAddUp() {
    int access = Win32.GENERIC_READ | Win32.GENERIC_WRITE | Win32.DELETE;
    assertEquals(0x0013_019F, ObjectType.FILE.map(access, 0));
    assertEquals(
        0x0013_0089, ObjectType.FILE.map(Win32.MAXIMUM_ALLOWED | Win32.DELETE, 0x0012_0089));
    assertEquals(Win32.SYNCHRONIZE, ObjectType.FILE.map(Win32.SYNCHRONIZE, -1));
  }

  @Test
  void widerRightsCarryTheLimitedOnes() {
    assertEquals(0x1400, ObjectType.PROCESS.map(Win32.PROCESS_QUERY_INFORMATION, 0));
    assertEquals(0x2200, ObjectType.PROCESS.map(Win32.PROCESS_SET_INFORMATION, 0));
    assertEquals(
        0x3600,
        ObjectType.PROCESS.map(Win32.PROCESS_QUERY_INFORMATION | Win32.PROCESS_SET_INFORMATION, 0));
    assertEquals(0x0840, ObjectType.THREAD.map(Win32.THREAD_QUERY_INFORMATION, 0));
    assertEquals(0x0420, ObjectType.THREAD.map(Win32.THREAD_SET_INFORMATION, 0));
    assertEquals(0x1002, ObjectType.THREAD.map(Win32.THREAD_SUSPEND_RESUME, 0));
    assertEquals(
        0x1C62,
        ObjectType.THREAD.map(
            Win32.THREAD_QUERY_INFORMATION
                | Win32.THREAD_SET_INFORMATION
                | Win32.THREAD_SUSPEND_RESUME,
            0));
    assertEquals(
        Win32.PROCESS_QUERY_LIMITED_INFORMATION,
        ObjectType.PROCESS.map(Win32.PROCESS_QUERY_LIMITED_INFORMATION, 0));
  }
}
