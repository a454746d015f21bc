package handlelab.wire;

import handlelab.api.Handle;
import handlelab.api.SecurityAttributes;
import handlelab.api.StartupInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Requests of every kind: one of each, and any. */
final class Requests {
  private Requests() {}

  /** One request for each operation, in the operations' order. */
  static List<Request> oneOfEach() {
    Handle handle = new Handle(0x100);
    var startup = new StartupInfo(handle, null, Handle.INVALID, List.of(handle, new Handle(4)));
    List<Request> all =
        List.of(
            new MailslotRequest.CreateMailslot("a", 1, 2, SecurityAttributes.INHERITABLE),
            new MailslotRequest.GetMailslotInfo(handle),
            new MailslotRequest.SetMailslotInfo(handle, 3),
            new MailslotRequest.CreateFile("a", 1, 2, null, 3, 4, handle),
            new MailslotRequest.ReadFile(handle, 64),
            new MailslotRequest.WriteFile(handle, ByteBuffer.wrap(new byte[] {1, 2, 3})),
            new HandleRequest.DuplicateHandle(handle, handle, handle, 1, true, 2),
            new HandleRequest.CloseHandle(handle),
            new HandleRequest.GetHandleInformation(handle),
            new HandleRequest.SetHandleInformation(handle, 1, 1),
            new HandleRequest.CompareObjectHandles(handle, handle),
            ProcessRequest.Current.PROCESS,
            ProcessRequest.Current.THREAD,
            ProcessRequest.Current.PROCESS_ID,
            new ProcessRequest.GetProcessId(handle),
            new ProcessRequest.CreateProcess(
                "a", "b", null, null, true, 4, Map.of("k", "v"), "d", startup),
            new ProcessRequest.OpenProcess(1, false, 1000),
            new ProcessRequest.ResumeThread(handle),
            new ProcessRequest.GetExitCodeProcess(handle),
            new ProcessRequest.TerminateProcess(handle, 7),
            new ProcessRequest.WaitForSingleObject(handle, 0),
            new TableRequest.Handles(1000),
            new TableRequest.ProcessIds(),
            new ChildRequest.CreateChild("a", null, null, true, 0, startup),
            new ChildRequest.AwaitResume(1000),
            new ChildRequest.AbortChild(1000),
            new ChildRequest.ChildStarted(1000, 1L << 40),
            new ChildRequest.ChildExited(1000, -1),
            new MailslotRequest.CancelIoEx(handle),
            new TableRequest.HandlesAmong(1000, Set.of(4L, 8L)));
    if (!all.stream().map(Request::operation).toList().equals(List.of(Operation.values()))) {
      throw new AssertionError("not one request for each operation");
    }
    return all;
  }

  static Arbitrary<Request> any() {
    List<Arbitrary<? extends Request>> kinds = new ArrayList<>();
    kinds.add(
        Combinators.combine(texts(), ints(), ints(), attributes())
            .as(MailslotRequest.CreateMailslot::new));
    kinds.add(
        Combinators.combine(texts(), ints(), ints(), attributes(), ints(), ints(), handles())
            .as(MailslotRequest.CreateFile::new));
    kinds.add(
        Combinators.combine(handles(), Arbitraries.integers().between(0, 1 << 24))
            .as(Requests::readFile));
    kinds.add(Combinators.combine(handles(), data()).as(Requests::writeFile));
    kinds.add(
        Combinators.combine(handles(), handles(), handles(), ints(), booleans(), ints())
            .as(Requests::duplicate));
    kinds.add(Combinators.combine(handles(), ints()).as(Requests::waitFor));
    kinds.add(
        Combinators.combine(texts(), texts(), attributes(), attributes())
            .flatAs(
                (application, line, process, thread) ->
                    Combinators.combine(booleans(), ints(), environments(), texts(), startupInfos())
                        .as(
                            (inherit, flags, environment, directory, startup) ->
                                new ProcessRequest.CreateProcess(
                                    application,
                                    line,
                                    process,
                                    thread,
                                    inherit,
                                    flags,
                                    environment,
                                    directory,
                                    startup))));
    kinds.add(Arbitraries.of(oneOfEach()));
    return Arbitraries.of(kinds).flatMap(kind -> kind.map(request -> (Request) request));
  }

  private static Request readFile(Handle file, int maxBytes) {
    return new MailslotRequest.ReadFile(notNull(file), maxBytes);
  }

  private static Request writeFile(Handle file, byte[] data) {
    return new MailslotRequest.WriteFile(notNull(file), ByteBuffer.wrap(data));
  }

  private static Request duplicate(
      Handle process, Handle source, Handle target, int access, boolean inherit, int options) {
    return new HandleRequest.DuplicateHandle(
        notNull(process), notNull(source), notNull(target), access, inherit, options);
  }

  private static Request waitFor(Handle handle, int timeout) {
    return new ProcessRequest.WaitForSingleObject(notNull(handle), timeout);
  }

  private static Handle notNull(Handle handle) {
    return handle == null ? Handle.NULL : handle;
  }

  private static Arbitrary<Handle> handles() {
    return Arbitraries.longs().map(Handle::new).injectNull(0.1);
  }

  private static Arbitrary<Integer> ints() {
    return Arbitraries.integers();
  }

  private static Arbitrary<Boolean> booleans() {
    return Arbitraries.of(true, false);
  }

  /** Any UTF-16, unpaired surrogates included. */
  static Arbitrary<String> texts() {
    return Arbitraries.chars()
        .all()
        .array(char[].class)
        .ofMaxSize(40)
        .map(String::new)
        .injectNull(0.1);
  }

  private static Arbitrary<SecurityAttributes> attributes() {
    return Arbitraries.of(true, false).map(SecurityAttributes::new).injectNull(0.3);
  }

  private static Arbitrary<byte[]> data() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(5000);
  }

  private static Arbitrary<Map<String, String>> environments() {
    Arbitrary<String> text = texts().filter(value -> value != null);
    return Arbitraries.maps(text, text).ofMaxSize(5).injectNull(0.2);
  }

  private static Arbitrary<StartupInfo> startupInfos() {
    Arbitrary<Handle> some = handles();
    Arbitrary<List<Handle>> lists =
        Arbitraries.longs().map(Handle::new).list().ofMaxSize(4).injectNull(0.3);
    return Combinators.combine(some, some, some, lists).as(StartupInfo::new).injectNull(0.2);
  }
}
