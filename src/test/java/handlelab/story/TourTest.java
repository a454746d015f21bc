package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.api.HandleRow;
import handlelab.api.HandleTables;
import handlelab.story.chapters.Chapters;
import handlelab.story.stage.SimulatedStage;
import handlelab.story.stage.Stage;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tour on the simulated kernel, as text. */
class TourTest {
  /** The picture that the project teaches with, as it was given. */
  private static final String PICTURE =
      """
         Process
      |--------------------|
      |    Handle table    |
      |--------------------|
      || Handle | Address ||
      ||--------|---------||          |-----------|
      ||   ...  | 0x..... ||          | Mail slot |   the resource
      ||--------|---------||          |-----------|
      ||   256  | 0x2400  || ---.           ||
      ||--------|---------||    |           \\/
      ||   ...  | 0x..... ||    |     |---------------|
      |--------------------|    '---> | Mail slot's   |
                                      | kernel object |
           (256, 0x2400)              |---------------|
                                        lies at 0x2400
      """;

  private final List<String> lines = new ArrayList<>();

  private TourResult play(List<Chapter> chapters, Supplier<Stage> stages, boolean colour) {
    return new Tour(Chapters.ALL, stages).play(chapters, new TourText(lines::add, colour));
  }

  private String text() {
    return String.join("\n", lines);
  }

  static List<String> chapters() {
    return Chapters.ALL.stream().map(chapter -> chapter.id).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chapters")
  void everyClaimOfTheChapterHolds(String chapter) {
    TourResult result =
        play(List.of(Tour.chapter(Chapters.ALL, chapter)), SimulatedStage::new, false);
    assertTrue(result.isGood(), this::text);
    assertEquals(
        0,
        result.claims(Frame.Verdict.DIFFERS),
        "the simulated kernel is Windows's, without a difference");
    assertTrue(
        result.claims(Frame.Verdict.HOLDS) >= 4, "a chapter that claims so little teaches nothing");
  }

  /** On a kernel that tells no addresses, objects are told apart by comparing them. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("chapters")
  void everyClaimOfTheChapterHoldsWithoutAddresses(String chapter) {
    TourResult result = play(List.of(Tour.chapter(Chapters.ALL, chapter)), BlindStage::new, false);
    assertTrue(result.isGood(), this::text);
  }

  @Test
  void theFirstChapterDrawsThePictureWithItsVeryNumbers() {
    TourResult result =
        play(List.of(Tour.chapter(Chapters.ALL, "table")), SimulatedStage::new, false);
    assertTrue(result.isGood(), this::text);
    assertTrue(text().replaceAll("(?m)^ {4}", "").contains(PICTURE.stripTrailing()), this::text);
  }

  @Test
  void eachRunShowsTheSame() {
    play(Chapters.ALL, SimulatedStage::new, false);
    String first = text();
    lines.clear();
    play(Chapters.ALL, SimulatedStage::new, false);
    assertEquals(first, text());
  }

  @Test
  void plainTextIsAsciiIn80Columns() {
    play(Chapters.ALL, SimulatedStage::new, false);
    for (String line : lines) {
      assertTrue(line.length() <= 80, line);
      assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
    }
  }

  @Test
  void coloursOnlyAddEscapes() {
    play(Chapters.ALL, SimulatedStage::new, false);
    String plain = text();
    lines.clear();
    play(Chapters.ALL, SimulatedStage::new, true);
    assertTrue(text().contains("\033["), "there is colour");
    assertEquals(plain, Pattern.compile("\033\\[[0-9;]*m").matcher(text()).replaceAll(""));
  }

  /** A tour that cannot fail checks nothing: on this kernel every row seems inheritable. */
  @Test
  void aClaimThatDoesNotHoldIsShownAndFailsTheRun() {
    TourResult result =
        play(
            List.of(Tour.chapter(Chapters.ALL, "duplicate")),
            () -> flagging(new SimulatedStage()),
            false);
    assertFalse(result.isGood());
    assertTrue(text().contains("FAILED  the source is not: it is not so"), this::text);
  }

  private static Stage flagging(Stage stage) {
    HandleTables tables = stage.handleTables();
    HandleTables flagged =
        new HandleTables() {
          @Override
          public List<HandleRow> handles(int processId) {
            return tables.handles(processId).stream().map(TourTest::inheritable).toList();
          }

          @Override
          public List<Integer> processIds() {
            return tables.processIds();
          }
        };
    return (Stage)
        Proxy.newProxyInstance(
            Stage.class.getClassLoader(),
            new Class<?>[] {Stage.class},
            (proxy, method, arguments) ->
                method.getName().equals("handleTables")
                    ? flagged
                    : method.invoke(stage, arguments));
  }

  private static HandleRow inheritable(HandleRow row) {
    return new HandleRow(
        row.processId(),
        row.handle(),
        row.objectAddress(),
        row.objectType(),
        row.objectName(),
        row.grantedAccess(),
        true,
        row.protectedFromClose(),
        row.usageCount());
  }

  /** A known difference that does not occur must not stay in the list. */
  @Test
  void aKnownDifferenceThatDoesNotOccurFailsTheRun() {
    Ledger ledger =
        new Ledger(
            List.of(
                new Ledger.Difference(
                    "mailslot-create/settings",
                    9,
                    "simulated",
                    "",
                    "",
                    "",
                    "dropped",
                    "",
                    "slot-created-inheritable")));
    TourResult result =
        new Tour(Chapters.ALL, SimulatedStage::new, ledger)
            .play(List.of(Tour.chapter(Chapters.ALL, "inherit")), new TourText(lines::add, false));
    assertEquals(1, result.claims(Frame.Verdict.FAILED), this::text);
    assertTrue(text().contains("which occurs no more"), this::text);
  }

  @Test
  void knownDifferences_areThoseOfTheLedgerOnWine() {
    Ledger ledger = Ledger.shipped();
    Set<String> facts = ledger.reasons(SystemLabel.of("kernel32 of Wine 10.0")).keySet();
    assertEquals(5, facts.size(), facts::toString);
    assertEquals(facts, ledger.reasons(SystemLabel.of("kernel32 of Wine 8.0")).keySet());
    assertEquals(Map.of(), ledger.reasons(SystemLabel.of("simulated kernel")));
    assertEquals(Map.of(), ledger.reasons(SystemLabel.of("kernel32 of Windows 11 (10.0)")));
  }

  @Test
  void chaptersAnswerToNumbersWordsAndTheirBeginnings() {
    assertEquals("inherit", Tour.chapter(Chapters.ALL, "5").id);
    assertEquals("inherit", Tour.chapter(Chapters.ALL, "INHERIT").id);
    assertEquals("inherit", Tour.chapter(Chapters.ALL, "inh").id);
    for (String wrong : List.of("0", "12", "", "x", "t t")) {
      assertThrows(IllegalArgumentException.class, () -> Tour.chapter(Chapters.ALL, wrong), wrong);
    }
  }
}
