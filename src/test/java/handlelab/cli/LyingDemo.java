package handlelab.cli;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import handlelab.api.MailslotInfo;
import handlelab.backend.Backend;
import handlelab.backend.BackendKind;
import handlelab.backend.Backends;
import handlelab.command.BackendChoice;
import handlelab.command.StandardStreams;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

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
    Kernel32 kernel32 =
        (Kernel32)
            Proxy.newProxyInstance(
                Kernel32.class.getClassLoader(),
                new Class<?>[] {Kernel32.class},
                (proxy, method, arguments) -> {
                  try {
                    Object result = method.invoke(backend.kernel32(), arguments);
                    return result instanceof MailslotInfo info ? oneMore(info) : result;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return new Backend() {
      @Override
      public BackendKind kind() {
        return backend.kind();
      }

      @Override
      public Kernel32 kernel32() {
        return kernel32;
      }

      @Override
      public HandleTables handleTables() {
        return backend.handleTables();
      }

      @Override
      public void close() {
        backend.close();
      }
    };
  }

  private static MailslotInfo oneMore(MailslotInfo info) {
    return new MailslotInfo(
        info.maxMessageSize(), info.nextSize(), info.messageCount() + 1, info.readTimeoutMillis());
  }
}
