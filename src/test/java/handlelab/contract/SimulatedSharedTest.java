package handlelab.contract;

import org.junit.jupiter.api.Nested;

/** The contract on the simulated kernel that JVMs share; each child is a JVM of its own. */
class SimulatedSharedTest {
  @Nested
  class OnMailslotNames extends MailslotNames {
    OnMailslotNames() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnMailslotCreation extends MailslotCreation {
    OnMailslotCreation() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnMailslotClients extends MailslotClients {
    OnMailslotClients() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnMailslotMessages extends MailslotMessages {
    OnMailslotMessages() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnMailslotLifetime extends MailslotLifetime {
    OnMailslotLifetime() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnHandleValues extends HandleValues {
    OnHandleValues() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnDuplication extends Duplication {
    OnDuplication() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnCrossProcessDuplication extends CrossProcessDuplication {
    OnCrossProcessDuplication() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnPseudoHandles extends PseudoHandles {
    OnPseudoHandles() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnInheritance extends Inheritance {
    OnInheritance() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnHandleLists extends HandleLists {
    OnHandleLists() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnProcessCreation extends ProcessCreation {
    OnProcessCreation() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnProcessEnds extends ProcessEnds {
    OnProcessEnds() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnTableViews extends TableViews {
    OnTableViews() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnStories extends Stories {
    OnStories() {
      super(JvmMachine::shared);
    }
  }

  @Nested
  class OnRandomSequences extends RandomSequences {
    OnRandomSequences() {
      super(JvmMachine::shared, 2, 150);
    }
  }
}
