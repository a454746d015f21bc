package handlelab.cli;

import handlelab.api.MailslotInfo;
import handlelab.backend.Backend;
import handlelab.backend.Backends;
import handlelab.backend.InterceptedBackend;
import handlelab.command.BackendChoice;
import handlelab.command.StandardStreams;

/** The demo on a kernel that says of an empty slot that there is a message. */
final class LyingDemo {
  private LyingDemo() {}

  /** Exits as the demo does. */
  public static void main(String[] arguments) {
    int exitCode;
    try (Backend backend = Backends.open(BackendChoice.of((String) null));
        Demo demo = new Demo(lying(backend), StandardStreams.ofThisProcess())) {
      exitCode = demo.run();
    }
    System.exit(exitCode);
  }

  private static Backend lying(Backend backend) {
    return new InterceptedBackend(
        backend,
        call -> {
          Object result = call.invoke(backend.kernel32());
          return result instanceof MailslotInfo info ? oneMore(info) : result;
        });
  }

  private static MailslotInfo oneMore(MailslotInfo info) {
    return new MailslotInfo(
        info.maxMessageSize(), info.nextSize(), info.messageCount() + 1, info.readTimeoutMillis());
  }
}
