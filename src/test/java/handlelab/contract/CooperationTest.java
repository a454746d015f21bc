package handlelab.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.Handle;

/** What programs do with all of it together. */
class CooperationTest extends ContractTest {
  /** The picture that this project starts from: a resource, its object, rows in two tables. */
  @Fact({"inheritable-rows-copied", "client-end-counted-apart", "process-end-closes-rows"})
  void parentCreates_childInherits_parentLeaves() {
    String name = newSlotName();
    Handle slot = createInheritableSlot(parent, name);
    Handle client = openClient(parent, name);
    assertEquals(1, usageCount(parent, slot));
    TestProcess child = start(Launch.inheriting());
    assertEquals(2, usageCount(parent, slot));
    parent.closeHandle(slot);
    assertEquals(1, usageCount(child.kernel32(), slot));
    write(parent, client, "one");
    assertEquals("one", read(child.kernel32(), slot));
    child.exit(0);
    awaitExit(parent, child.process());
    parent.closeHandle(client);
    createSlot(parent, name);
  }
}
