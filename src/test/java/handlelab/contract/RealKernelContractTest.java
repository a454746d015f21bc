package handlelab.contract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The contract on the real kernel32; each child is a JVM of its own. */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
class RealKernelContractTest {
  @Nested
  class OnMailslotNames extends MailslotNames {
    OnMailslotNames() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnMailslotCreation extends MailslotCreation {
    OnMailslotCreation() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnMailslotClients extends MailslotClients {
    OnMailslotClients() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnMailslotMessages extends MailslotMessages {
    OnMailslotMessages() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnMailslotLifetime extends MailslotLifetime {
    OnMailslotLifetime() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnHandleValues extends HandleValues {
    OnHandleValues() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnDuplication extends Duplication {
    OnDuplication() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnCrossProcessDuplication extends CrossProcessDuplication {
    OnCrossProcessDuplication() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnPseudoHandles extends PseudoHandles {
    OnPseudoHandles() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnInheritance extends Inheritance {
    OnInheritance() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnHandleLists extends HandleLists {
    OnHandleLists() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnProcessCreation extends ProcessCreation {
    OnProcessCreation() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnProcessEnds extends ProcessEnds {
    OnProcessEnds() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnTableViews extends TableViews {
    OnTableViews() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnStories extends Stories {
    OnStories() {
      super(JvmMachine::real);
    }
  }

  @Nested
  class OnRandomSequences extends RandomSequences {
    OnRandomSequences() {
      super(JvmMachine::real, 2, 150);
    }
  }
}
