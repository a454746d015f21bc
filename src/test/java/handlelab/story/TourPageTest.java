package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.story.chapters.Chapters;
import handlelab.story.stage.SimulatedStage;
import handlelab.story.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page, driven through all its steps in a headless Chromium. */
class TourPageTest {
  /** Set where a machine without Chromium must fail, not skip. */
  private static final String REQUIRED = "HANDLELAB_REQUIRE_CHROMIUM";

  @TempDir static Path folder;

  private static Chromium chromium;
  private static TourResult result;
  private static Path page;
  private static TourResult blindResult;
  private static Path blindPage;

  @BeforeAll
  static void writePage() throws Exception {
    page = folder.resolve("tour.html");
    result = write(SimulatedStage::new, page);
    blindPage = folder.resolve("blind.html");
    blindResult = write(BlindStage::new, blindPage);
    var program = Chromium.find();
    if (program.isEmpty()) {
      assertFalse(System.getenv().containsKey(REQUIRED), "there is no Chromium on this machine");
      Assumptions.abort("no Chromium on this machine: install one, or name it in CHROMIUM");
    }
    chromium = Chromium.start(program.get());
  }

  private static TourResult write(Supplier<Stage> stages, Path file) throws IOException {
    TourResult played = new Tour(Chapters.ALL, stages).play(Chapters.ALL, new TourView());
    Files.writeString(file, TourPage.format(played));
    return played;
  }

  @AfterAll
  static void endChromium() throws Exception {
    if (chromium != null) {
      chromium.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "390, 844, dark, true",
    "1280, 900, light, true",
    "1920, 1080, dark, true",
    "390, 844, light, false"
  })
  void everyStepIsDrawnWithoutAnErrorAndWithoutTheNetwork(
      int width, int height, String scheme, boolean withAddresses) {
    int steps = (withAddresses ? result : blindResult).frames();
    chromium.viewport(width, height);
    chromium.colourScheme(scheme);
    chromium.open(withAddresses ? page : blindPage);
    chromium.press("Home");
    for (int step = 0; step < steps; step++) {
      assertEquals(step, at());
      checkStep(step, width);
      chromium.press("ArrowRight");
    }
    assertEquals(steps - 1, at(), "the last step is the end");
    assertEquals(List.of(), chromium.complaints());
    assertTrue(
        chromium.requests().stream().allMatch(url -> url.startsWith("file:") || isInline(url)),
        () -> "the page asked for " + chromium.requests());
  }

  private static boolean isInline(String url) {
    return url.startsWith("data:");
  }

  private static void checkStep(int step, int width) {
    String where = "step " + step + " at width " + width + ": ";
    assertEquals("", text(PROBLEMS), where);
    assertTrue(
        chromium.evaluate("document.documentElement.scrollWidth").getAsInt() <= width,
        where + "the page is wider than the screen");
  }

  /** Draws both sides and says what is wrong with them. */
  private static final String PROBLEMS =
      """
      (() => {
        const problems = [];
        const look = side => {
          const svg = document.querySelector('#drawing svg');
          if (!svg) { problems.push(side + ': nothing is drawn'); return; }
          const frame = svg.getBoundingClientRect();
          for (const text of svg.querySelectorAll('text')) {
            const box = text.getBoundingClientRect();
            if (box.left < frame.left - 1 || box.right > frame.right + 1
                || box.top < frame.top - 1 || box.bottom > frame.bottom + 2) {
              problems.push(side + ': outside the drawing: ' + text.textContent);
            }
          }
          const boxes = [...svg.querySelectorAll('.object .box, .slot .box, .table .box')]
              .map(box => box.getBoundingClientRect());
          boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
            if (a.left < b.right - 1 && b.left < a.right - 1
                && a.top < b.bottom - 1 && b.top < a.bottom - 1) {
              problems.push(side + ': boxes overlap');
            }
          }));
          const texts = [...svg.querySelectorAll('text')]
              .map(text => ({text: text.textContent, box: text.getBoundingClientRect()}));
          texts.forEach((a, i) => texts.slice(i + 1).forEach(b => {
            if (a.box.left < b.box.right - 1 && b.box.left < a.box.right - 1
                && a.box.top < b.box.bottom - 4 && b.box.top < a.box.bottom - 4) {
              problems.push(side + ': texts overlap: ' + a.text + ' and ' + b.text);
            }
          }));
          for (const box of svg.querySelectorAll('.object')) {
            const room = box.querySelector('.box').getBoundingClientRect();
            for (const text of box.querySelectorAll('text')) {
              const r = text.getBoundingClientRect();
              if (r.right > room.right + 1) problems.push(side + ': too long: ' + text.textContent);
            }
          }
          if (!svg.getAttribute('aria-label')) problems.push(side + ': not told in words');
        };
        look('after');
        const before = document.getElementById('before');
        if (!before.disabled && !document.getElementById('sides').hidden) {
          before.click();
          look('before');
          document.getElementById('after').click();
        }
        return problems.join('; ');
      })()
      """;

  @Test
  void keysAndButtonsLeadToTheSameSteps() {
    chromium.viewport(1200, 900);
    chromium.open(page);
    chromium.press("End");
    assertEquals(result.frames() - 1, at());
    chromium.press("ArrowLeft");
    assertEquals(result.frames() - 2, at());
    chromium.press("Home");
    assertEquals(0, at());
    click("next");
    assertEquals(1, at());
    assertEquals("true", text("document.getElementById('after').getAttribute('aria-pressed')"));
    chromium.press("PageDown");
    chromium.press("b");
    assertEquals("2", text("document.body.dataset.step"));
    click("last");
    assertTrue(chromium.evaluate("document.getElementById('next').disabled").getAsBoolean());
    click("first");
    assertTrue(chromium.evaluate("document.getElementById('previous').disabled").getAsBoolean());
    assertEquals(List.of(), chromium.complaints());
  }

  @Test
  void theFirstMailslotIsThePicturesOwn() {
    chromium.viewport(1200, 900);
    chromium.open(page);
    chromium.press("Home");
    chromium.press("ArrowRight");
    String drawn = text("document.getElementById('drawing').textContent");
    assertTrue(drawn.contains("256") && drawn.contains("0x2400"), drawn);
  }

  /** Between the steps of CreateMailslot there are things that no row points to. */
  @Test
  void whatHasNoRowYetStandsOnBothSides() {
    chromium.viewport(1200, 900);
    chromium.open(page);
    assertEquals("no object yet", objects("2.3", "before"));
    assertEquals("no object yet", objects("2.3", "after"));
    assertEquals("no object yet", objects("2.4", "before"));
    assertEquals("0x2800 0 rows server end", objects("2.4", "after"));
    assertEquals("0x2800 0 rows server end", objects("2.5", "before"));
    assertEquals("0x2800 1 row server end", objects("2.5", "after"));
  }

  /** The objects that one side of a step shows. */
  private static String objects(String step, String side) {
    return text(
        """
        new Promise(done => { addEventListener('hashchange', () => {
          document.getElementById('SIDE').click();
          done([...document.querySelectorAll('#drawing .object text')]
              .map(text => text.textContent).join(' '));
        }, {once: true}); location.hash = ''; location.hash = '#STEP'; })
        """
            .replace("STEP", step)
            .replace("SIDE", side));
  }

  @Test
  void argument_thatTheTextIsAbout_isMarked() {
    chromium.viewport(1280, 900);
    chromium.open(page);
    goTo("5.6");
    assertEquals(
        "inheritHandles=TRUE", text("document.querySelector('#function mark').textContent"));
    assertEquals(
        "commandLine", text("document.querySelector('#function span:nth-of-type(2)').title"));
  }

  @Test
  void row_chosenByKeyboard_tellsItsAccess() {
    chromium.viewport(1280, 900);
    chromium.open(page);
    goTo("5.6");
    var unused = chromium.evaluate("document.querySelector('#drawing .row').focus()");
    chromium.press("Enter");
    String detail = text("document.getElementById('detail').textContent");
    assertTrue(detail.contains("0x100 (256) of parent.exe leads to 0x2400, a File."), detail);
    assertTrue(detail.contains("FILE_GENERIC_READ"), detail);
  }

  @Test
  void predictMode_playedByKeyboard_hidesTheResultAndKeepsScore() {
    chromium.viewport(1280, 900);
    chromium.open(page);
    goTo("3.2");
    chromium.press("p");
    assertEquals("true", text("String(document.getElementById('outcome').hidden)"));
    assertEquals("appear", text("document.activeElement.id"));
    assertEquals("0x2400 (1)", text("document.querySelector('#counts label').textContent.trim()"));
    assertEquals(
        "0", text("String(document.querySelectorAll('#drawing .GONE, #drawing .moved').length)"));
    var unusedInput = chromium.evaluate("document.activeElement.value = 1");
    var unusedTick = chromium.evaluate("document.querySelector('#counts input').checked = true");
    chromium.press("Enter");
    assertEquals("false", text("String(document.getElementById('outcome').hidden)"));
    assertEquals(
        "\u2713 rows: 1 appear, 0 go\u2713 usage counts: 0x2400: 1 \u2192 2",
        text("document.getElementById('verdict').textContent"));
    assertEquals("Chapter 3: 2 of 2 right", text("document.getElementById('score').textContent"));
    chromium.press("ArrowRight");
    chromium.press("Enter");
    assertEquals("Chapter 3: 2 of 4 right", text("document.getElementById('score').textContent"));
    int chapterEnd = text("document.getElementById('place').textContent").endsWith("of 9") ? 9 : 0;
    goTo("3." + chapterEnd);
    chromium.press("ArrowRight");
    String score = text("document.getElementById('score').textContent");
    assertTrue(score.startsWith("End of chapter 3: 2 of 4"), score);
    assertEquals(List.of(), chromium.complaints());
  }

  @Test
  void print_chapter_hasAllItsSteps() {
    chromium.viewport(1280, 900);
    chromium.open(page);
    goTo("5.1");
    var unused = chromium.evaluate("dispatchEvent(new Event('beforeprint'))");
    assertEquals(
        "true",
        text(
            """
            (() => {
              const run = JSON.parse(document.getElementById('run').textContent);
              const sections = [...document.querySelectorAll('#handout section')];
              return String(sections.length === run.chapters[4].frames.length
                  && sections.every(section => section.querySelector('svg')));
            })()
            """));
    chromium.media("print");
    assertEquals("none", text("getComputedStyle(document.querySelector('main')).display"));
    assertEquals("block", text("getComputedStyle(document.getElementById('handout')).display"));
    chromium.media("");
    assertEquals(List.of(), chromium.complaints());
  }

  private static void goTo(String step) {
    var unused =
        chromium.evaluate(
            """
            new Promise(done => { addEventListener('hashchange', () => done(''), {once: true});
              location.hash = ''; location.hash = '#STEP'; })
            """
                .replace("STEP", step));
  }

  /** Run with the variable HANDLELAB_REWRITE set to draw the picture in the notes anew. */
  @Test
  void thePictureInTheNotesIsAStepOfThisPage() throws IOException {
    chromium.viewport(980, 900);
    chromium.colourScheme("light");
    chromium.open(page);
    String drawn = text(STANDALONE);
    Path picture =
        Path.of(System.getProperty("handlelab.projectDirectory", ""))
            .resolve("native-notes/pictures/tour.svg");
    if (System.getenv("HANDLELAB_REWRITE") != null) {
      Files.createDirectories(picture.getParent());
      Files.writeString(picture, drawn);
    }
    assertEquals(withoutStyle(Files.readString(picture)), withoutStyle(drawn));
  }

  /** Versions of Chromium write the same style in different words. */
  private static String withoutStyle(String svg) {
    return svg.replaceAll("(?s)<style>.*</style>", "");
  }

  /** The drawing of the step in which a child inherits, as a file that needs nothing else. */
  private static final String STANDALONE =
      """
      (() => {
        // The page's own listener came first, so the step is drawn when this one is called.
        return new Promise(done => { addEventListener('hashchange', () => {
          const svg = document.querySelector('#drawing svg').cloneNode(true);
          svg.setAttribute('role', 'img');
          for (const row of svg.querySelectorAll('.row')) {
            for (const name of ['tabindex', 'role', 'aria-label']) row.removeAttribute(name);
            row.classList.remove('row');
          }
          const rules = [...document.styleSheets[0].cssRules].filter(rule =>
              rule.selectorText === ':root' || (rule.selectorText || '').startsWith('svg')
              || (rule.conditionText || '').includes('color-scheme'));
          const style = document.createElementNS('http://www.w3.org/2000/svg', 'style');
          style.textContent = rules.map(rule => rule.cssText).join('\\n')
              + '\\n.paper { fill: var(--card); }\\n';
          const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
          const [, , width, height] = svg.getAttribute('viewBox').split(' ').map(Number);
          svg.setAttribute('viewBox', `-12 -12 ${width + 24} ${height + 24}`);
          svg.setAttribute('width', width + 24);
          svg.setAttribute('height', height + 24);
          for (const [key, value] of Object.entries(
              {class: 'paper', x: -12, y: -12, width: width + 24, height: height + 24, rx: 8})) {
            paper.setAttribute(key, value);
          }
          svg.prepend(style, paper);
          done(new XMLSerializer().serializeToString(svg).replaceAll('><', '>\\n<') + '\\n');
        }, {once: true}); location.hash = '#5.6'; });
      })()
      """;

  private static void click(String id) {
    var unused = chromium.evaluate("document.getElementById('" + id + "').click()");
  }

  private static int at() {
    return chromium.evaluate("Number(document.body.dataset.step)").getAsInt();
  }

  private static String text(String expression) {
    return chromium.evaluate(expression).getAsString();
  }
}
