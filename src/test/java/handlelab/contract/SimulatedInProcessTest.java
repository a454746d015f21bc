package handlelab.contract;

import org.junit.jupiter.api.Nested;

/** The contract on a simulated kernel in this JVM. */
class SimulatedInProcessTest {
  @Nested
  class OnMailslotNames extends MailslotNames {
    OnMailslotNames() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnMailslotCreation extends MailslotCreation {
    OnMailslotCreation() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnMailslotClients extends MailslotClients {
    OnMailslotClients() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnMailslotMessages extends MailslotMessages {
    OnMailslotMessages() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnMailslotLifetime extends MailslotLifetime {
    OnMailslotLifetime() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnHandleValues extends HandleValues {
    OnHandleValues() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnDuplication extends Duplication {
    OnDuplication() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnCrossProcessDuplication extends CrossProcessDuplication {
    OnCrossProcessDuplication() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnPseudoHandles extends PseudoHandles {
    OnPseudoHandles() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnInheritance extends Inheritance {
    OnInheritance() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnHandleLists extends HandleLists {
    OnHandleLists() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnProcessCreation extends ProcessCreation {
    OnProcessCreation() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnProcessEnds extends ProcessEnds {
    OnProcessEnds() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnTableViews extends TableViews {
    OnTableViews() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnStories extends Stories {
    OnStories() {
      super(InProcessMachine::boot);
    }
  }

  @Nested
  class OnRandomSequences extends RandomSequences {
    OnRandomSequences() {
      super(InProcessMachine::boot, 100, 250);
    }
  }
}
