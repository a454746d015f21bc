package handlelab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class UsageTest {
  @Test
  void help_wrapsTextAndAlignsOptions() {
    Usage usage =
        new Usage("fetch", "FILE", "--list")
            .text("word ".repeat(20).strip())
            .heading("How:")
            .flag("--all", "describes the option " + "long ".repeat(15).strip())
            .value("--a-very-long-option", "VALUE", "stands on the next line")
            .internal("--secret")
            .heading("Common:")
            .common()
            .text("Exit codes: 0 done.");
    assertEquals(
        """
        Usage: handlelab fetch [OPTION...] FILE
               handlelab fetch [OPTION...] --list

        word word word word word word word word word word word word word word word word
        word word word word

        How:
          --all         describes the option long long long long long long long long
                        long long long long long long long
          --a-very-long-option VALUE
                        stands on the next line

        Common:
          --stacktrace  if the command fails, also print where
          --help        print this

        Exit codes: 0 done.
        """,
        usage.help());
  }
}
