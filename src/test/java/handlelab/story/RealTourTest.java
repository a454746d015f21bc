package handlelab.story;

import static org.junit.jupiter.api.Assertions.assertTrue;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.story.chapters.Chapters;
import handlelab.story.stage.JvmStage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tour's claims on the real kernel32, with processes of their own. */
@Tag("real")
@EnabledOnOs(OS.WINDOWS)
@Timeout(180)
final class RealTourTest {
  static List<String> chapters() {
    return Chapters.ALL.stream().map(chapter -> chapter.id).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("chapters")
  void everyClaimOfTheChapterHoldsOrDiffersAsKnown(String chapter) {
    List<String> lines = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.REAL)) {
      TourResult result =
          new Tour(Chapters.ALL, () -> new JvmStage(backend))
              .play(List.of(Tour.chapter(Chapters.ALL, chapter)), new TourText(lines::add, false));
      assertTrue(result.isGood(), () -> String.join("\n", lines));
    }
  }
}
