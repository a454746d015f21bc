package handlelab.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handlelab.api.Handle;
import handlelab.api.Kernel32;
import handlelab.api.ProcessInformation;
import handlelab.api.StartupInfo;
import handlelab.api.Win32;
import handlelab.wire.ChildRequest;
import handlelab.wire.RemoteKernel32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who shows a child's token: the child, one that comes too late, or a child of the child. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
final class ChildPlaceTest {
  @RegisterExtension static final ServerFixture server = new ServerFixture();

  private static ClientProcess join(String token) {
    return ClientProcess.start(server.folder(), new Handshake.Hello.Join("some.exe", token, null));
  }

  /** Makes a child in the kernel that no process of the host runs. */
  private static ProcessInformation prepare(ClientProcess creator, String token) {
    return new RemoteKernel32(creator)
        .createChild(
            new ChildRequest("child.exe", token, null, null, false, 0, StartupInfo.DEFAULT));
  }

  /** Has the kernel end it, and returns once that is done. */
  private static void end(ClientProcess process) {
    Kernel32 watcher = server.open().kernel32();
    Handle handle = watcher.openProcess(Win32.SYNCHRONIZE, false, process.processId());
    process.end();
    assertEquals(Win32.WAIT_OBJECT_0, watcher.waitForSingleObject(handle, Win32.INFINITE));
    watcher.closeHandle(handle);
  }

  @Test
  void oneThatComesAfterItsCreatorsEndIsRefused() {
    ClientProcess creator = join(null);
    String token = Secrets.next();
    prepare(creator, token);
    end(creator);
    for (int again = 0; again < 2; again++) {
      var e = assertThrows(KernelUnavailableException.class, () -> join(token));
      assertEquals(
          "this process was ended before it began, by its creator or with it", e.getMessage());
    }
  }

  @Test
  void oneThatWasGivenUpIsRefused() {
    ClientProcess creator = join(null);
    String token = Secrets.next();
    ProcessInformation child = prepare(creator, token);
    new RemoteKernel32(creator).terminateProcess(child.process(), 1);
    assertThrows(KernelUnavailableException.class, () -> join(token));
    end(creator);
  }

  @Test
  void aTokenThatWasHandedOnIsWorthNothingButDoesNoHarm() {
    ClientProcess creator = join(null);
    String token = Secrets.next();
    ProcessInformation prepared = prepare(creator, token);
    ClientProcess child = join(token);
    assertEquals(prepared.processId(), child.processId());
    ClientProcess grandchild = join(token);
    assertNotEquals(child.processId(), grandchild.processId());
    child.end();
    ClientProcess later = join(token);
    assertNotEquals(child.processId(), later.processId());
    later.end();
    grandchild.end();
    end(creator);
  }
}
