package handlelab.backend;

import handlelab.api.ProcessEndedException;
import handlelab.api.Win32Exception;
import handlelab.backend.SessionScript.Step;
import handlelab.wire.ConnectionLostException;
import handlelab.wire.SampleCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Fuzzing of a running server: any bytes on any connections, before and after the handshake, in any
 * pieces. Each request has its answer, or its session ends with one line in the log; a bystander
 * gets the right answers all the time; nothing is left of whoever has said it, once his connections
 * are closed.
 */
public final class SessionFuzz {
  /** After so many inputs another server is taken: this one's log has a limit. */
  private static final int INPUTS_OF_SERVER = 1000;

  private static FuzzedServer server;
  private static int inputs;
  private static long played;
  private static long servers;

  private SessionFuzz() {}

  /** Conversations that come to their end, in the usual ways and in unusual ones. */
  public static List<byte[]> seeds() {
    return List.of(
        new Text().process().frames(SampleCalls.mail()).bytes(),
        new Text().process().frames(SampleCalls.ofEachKind()).bytes(),
        new Text().step(Step.PIECES, 1).process().frames(SampleCalls.mail()).bytes(),
        new Text()
            .process()
            .frames(SampleCalls.child(SessionScript.CHILD))
            .frames(SampleCalls.looks(SessionScript.SELF, SessionScript.CHILD))
            .bytes(),
        new Text()
            .process()
            .frames(SampleCalls.child(SessionScript.CHILD).subList(0, 3))
            .step(Step.CONNECT)
            .step(Step.JOIN, 3)
            .step(Step.CONNECT)
            .step(Step.ATTACH, 1)
            .frames(SampleCalls.mail())
            .step(Step.SELECT, 0)
            .step(Step.CLOSE)
            .bytes(),
        waitingRead().frames(List.of(SampleCalls.cancel())).bytes(),
        waitingRead().frames(List.of(SampleCalls.read())).bytes(),
        waitingRead().step(Step.SHUT).step(Step.TURN).bytes(),
        waitingRead().step(Step.SELECT, 0).step(Step.CLOSE).step(Step.TURN).bytes(),
        large().frames(List.of(SampleCalls.read())).bytes(),
        large()
            .step(Step.DEAFEN)
            .step(Step.REPEAT, 5)
            .frames(List.of(SampleCalls.read()))
            .step(Step.TURN)
            .bytes(),
        new Text().step(Step.RAW, 4, 0, 0, 0, 2).step(Step.TURN).step(Step.RAW, 2, 1, 2).bytes(),
        new Text().process().step(Step.LIE, 0x7F, 0, 0, 0, 1, 1).step(Step.TURN).bytes(),
        new Text().step(Step.JOIN, 0).step(Step.FRAME, 1, 1).step(Step.TURN).bytes());
  }

  private static Text waitingRead() {
    List<byte[]> mail = SampleCalls.mail();
    return new Text().process().frames(mail).frames(List.of(SampleCalls.read()));
  }

  /** A slot with large messages. */
  private static Text large() {
    Text text = new Text().process().frames(SampleCalls.mail().subList(0, 2));
    for (int i = 0; i < 3; i++) {
      text.step(Step.PADDED, 0x20 << i, 0).bytes(SampleCalls.write()).step(Step.TURN);
    }
    return text;
  }

  /** What Jazzer calls. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    if (server == null || inputs >= INPUTS_OF_SERVER) {
      close();
      server = new FuzzedServer();
      servers++;
    }
    inputs++;
    played++;
    SessionScript script = new SessionScript(server, data);
    boolean isWell = false;
    try {
      script.play();
      server.requireNothingLeft();
      script.judgeLog();
      isWell = true;
    } catch (ProcessEndedException | Win32Exception | ConnectionLostException e) {
      if (!script.hasOpenedBystander()) {
        throw new AssertionError("the bystander gets a wrong answer", e);
      }
    } catch (AssertionError e) {
      if (!script.hasOpenedBystander()) {
        throw e;
      }
    } finally {
      if (!isWell) {
        server.abandon();
        server = null;
        inputs = 0;
      }
    }
  }

  /** What Jazzer calls at the end. */
  public static void fuzzerTearDown() throws IOException {
    close();
    System.err.println("fuzzed: " + played + " conversations with " + servers + " servers");
  }

  /** Ends the server, where one runs. */
  public static void close() throws IOException {
    if (server != null) {
      server.close();
      server = null;
      inputs = 0;
    }
  }

  /** Writes an input. */
  private static final class Text {
    private static final List<Step> STEPS = List.of(Step.values());
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Text step(Step step, int... arguments) {
      bytes.write(STEPS.indexOf(step));
      for (int argument : arguments) {
        bytes.write(argument);
      }
      return this;
    }

    /** A number of bytes, and they. */
    Text bytes(byte[] counted) {
      bytes.write(counted.length);
      bytes.writeBytes(counted);
      return this;
    }

    /** A process that joins, and its first thread. */
    Text process() {
      return step(Step.JOIN, 0).step(Step.CONNECT).step(Step.ATTACH, 1);
    }

    Text frames(List<byte[]> frames) {
      for (byte[] fields : frames) {
        step(Step.FRAME).bytes(fields).step(Step.TURN);
      }
      return this;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
