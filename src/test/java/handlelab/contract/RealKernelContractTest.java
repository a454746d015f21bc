package handlelab.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handlelab.api.HandleRow;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on the real kernel32; each child is a JVM of its own. */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
class RealKernelContractTest {
  /** After each topic: a slot that stays open here is inherited by other tests' children. */
  @RegisterExtension
  static final AfterAllCallback NO_SLOT_IS_LEFT =
      context -> {
        try (Backend backend = Backends.open(BackendKind.REAL)) {
          int own = backend.kernel32().getCurrentProcessId();
          List<HandleRow> left =
              backend.handleTables().handles(own).stream()
                  .filter(row -> String.valueOf(row.objectName()).contains("handlelab-test"))
                  .toList();
          assertEquals(List.of(), left, () -> context.getDisplayName() + " leaves slots open");
        }
      };

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
