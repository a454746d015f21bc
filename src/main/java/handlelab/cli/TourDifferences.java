package handlelab.cli;

import handlelab.compare.Ledger;
import handlelab.compare.SystemLabel;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a real kernel is known to answer otherwise than the tour says that Windows does: the ledger
 * of the comparison knows it, and why. Stateless.
 */
final class TourDifferences {
  /**
   * A fact that the tour claims, and the step of a scenario that asks for the same.
   *
   * @param step the step's number, from 1
   */
  record Asked(int fact, String scenario, int step) {}

  static final List<Asked> ASKED =
      List.of(
          new Asked(2, "mailslot-create/settings", 9),
          new Asked(100, "duplicate/access", 8),
          new Asked(145, "duplicate/close-source-only", 5),
          new Asked(214, "handle-list/refused", 3),
          new Asked(217, "handle-list/refused", 4));

  private TourDifferences() {}

  /**
   * Number of the fact to the reason.
   *
   * @param description of the kernel, as its backend gives it
   */
  static Map<Integer, String> of(String description) {
    SystemLabel system = SystemLabel.of(description);
    Ledger ledger = Ledger.shipped();
    return ASKED.stream()
        .filter(asked -> ledger.reason(asked.scenario(), asked.step(), system).isPresent())
        .collect(
            Collectors.toMap(
                Asked::fact,
                asked -> ledger.reason(asked.scenario(), asked.step(), system).orElseThrow()));
  }
}
