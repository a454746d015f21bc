package handlelab.cli;

import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.mail.BackendChoice;
import handlelab.mail.Standard;
import picocli.CommandLine.Command;

/** The subcommand {@code demo}. */
@Command(
    name = "demo",
    synopsisHeading = "Usage: handlelab ",
    description = {
      "Shows, with processes of their own, how mailslots and handles are handed on, and checks each"
          + " claim.",
      "Exit codes: 0 each claim holds, 1 one does not, 130 Ctrl-C."
    })
final class DemoCommand extends PicocliCommand {
  @Override
  int execute() {
    BackendKind kind = BackendChoice.of(backend());
    Standard standard = Standard.ofThisProcess(kind == BackendKind.REAL);
    try (Backend backend = Backends.open(kind);
        Demo demo = new Demo(backend, standard)) {
      return demo.run();
    }
  }
}
