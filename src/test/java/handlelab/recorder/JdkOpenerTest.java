package handlelab.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class JdkOpenerTest {
  private static final String PROGRAM = "com.acme.Main.run";

  /** What the opener is, below the agent's frames, of methods such as com.acme.Main.run. */
  private static String opener(String... methods) {
    String[] all = new String[methods.length + 2];
    all[0] = "handlelab.recorder.Recorder.openedByJdk";
    all[1] = "java.lang.$HandleLab.happened";
    System.arraycopy(methods, 0, all, 2, methods.length);
    return JdkOpener.of(
        Arrays.stream(all).map(JdkOpenerTest::frame).toArray(StackTraceElement[]::new));
  }

  private static StackTraceElement frame(String method) {
    int dot = method.lastIndexOf('.');
    String loader = method.startsWith("handlelab.") ? "handlelab" : null;
    return new StackTraceElement(
        loader, null, null, method.substring(0, dot), method.substring(dot + 1), "X.java", 1);
  }

  @Test
  void opener_isWhatTheProgramCalls() {
    assertEquals(
        "FileReader",
        opener(
            "java.io.FileInputStream.open",
            "java.io.FileInputStream.<init>",
            "java.io.FileReader.<init>",
            PROGRAM));
    assertEquals(
        "Files.lines",
        opener(
            "sun.nio.ch.FileChannelImpl.open",
            "sun.nio.fs.UnixFileSystemProvider.newByteChannel",
            "java.nio.file.Files.lines",
            PROGRAM));
    assertEquals(
        "ServerSocketChannel.accept",
        opener(
            "sun.nio.ch.SocketChannelImpl.<init>",
            "sun.nio.ch.ServerSocketChannelImpl.accept",
            PROGRAM));
  }

  @Test
  void openerOfAMethodReference_isStillFound() {
    assertEquals(
        "FileInputStream",
        opener(
            "java.io.FileInputStream.<init>",
            "java.util.stream.ReferencePipeline.toList",
            PROGRAM));
    assertEquals(
        "Socket",
        opener(
            "java.net.Socket.<init>",
            "jdk.internal.reflect.DirectConstructorHandleAccessor.newInstance",
            "java.lang.reflect.Constructor.newInstance",
            PROGRAM));
  }

  @Test
  void whatTheJdkOpensForItself_hasNone() {
    assertNull(
        opener(
            "java.io.RandomAccessFile.<init>",
            "java.util.zip.ZipFile.<init>",
            "java.util.jar.JarFile.<init>",
            "jdk.internal.loader.URLClassPath.getLoader",
            "java.lang.ClassLoader.loadClass",
            PROGRAM));
    assertNull(
        opener(
            "java.net.Socket.<init>",
            "sun.net.www.http.HttpClient.openServer",
            "java.net.URL.openStream",
            PROGRAM));
    assertNull(
        opener(
            "java.io.FileInputStream.<init>",
            "sun.security.provider.NativePRNG.<init>",
            "java.security.SecureRandom.<init>",
            PROGRAM));
    assertNull(
        opener(
            "sun.nio.ch.Net.socket",
            "sun.nio.ch.PipeImpl.<init>",
            "java.nio.channels.Selector.open",
            PROGRAM));
  }

  @Test
  void threadsOfTheJdk_andTheAgent_haveNone() {
    assertNull(
        opener(
            "java.net.Socket.<init>",
            "java.util.concurrent.FutureTask.run",
            "java.lang.Thread.run"));
    assertNull(
        opener(
            "java.io.FileInputStream.<init>",
            "handlelab.recorder.RecordingFolder.answer",
            "java.lang.Thread.run"));
  }
}
