package handlelab.contract;

import org.junit.jupiter.api.Nested;

/** The contract on a simulated kernel in this JVM. */
class SimulatedInProcessTest {
  @Nested
  class Names extends MailslotNames {
    Names() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class Creation extends MailslotCreation {
    Creation() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class Clients extends MailslotClients {
    Clients() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class Messages extends MailslotMessages {
    Messages() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class Lifetime extends MailslotLifetime {
    Lifetime() {
      super(InProcessMachine::boot);
    }
  }
}
