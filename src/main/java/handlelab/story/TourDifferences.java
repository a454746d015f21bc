package handlelab.story;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a real kernel is known to answer otherwise than the tour says that Windows does: the ledger
 * of the comparison knows it, and why. Stateless.
 */
final class TourDifferences {
  /**
   * A statement that the tour claims, by its id, and the step of a scenario that asks for the same.
   *
   * @param step the step's number, from 1
   */
  record Asked(String fact, String scenario, int step) {}

  static final List<Asked> ASKED =
      List.of(
          new Asked("slot-created-inheritable", "mailslot-create/settings", 9),
          new Asked("file-handle-not-raised", "duplicate/access", 8),
          new Asked("remote-close-needs-no-target", "duplicate/close-source-only", 5),
          new Asked("listed-handle-must-be-inheritable", "handle-list/refused", 3),
          new Asked("handle-listed-once-only", "handle-list/refused", 4));

  private TourDifferences() {}

  /**
   * Id of the statement to the reason.
   *
   * @param description of the kernel, as its backend gives it
   */
  static Map<String, String> of(String description, Ledger ledger) {
    SystemLabel system = SystemLabel.of(description);
    return ASKED.stream()
        .filter(asked -> ledger.reason(asked.scenario(), asked.step(), system).isPresent())
        .collect(
            Collectors.toMap(
                Asked::fact,
                asked -> ledger.reason(asked.scenario(), asked.step(), system).orElseThrow()));
  }
}
