package handlelab.story;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, driven by the DevTools protocol. Used by one thread; what the
 * page complains about is gathered meanwhile.
 */
final class Chromium implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> replies = new ConcurrentHashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();

  private Chromium(Process process, Path profile, URI page) throws Exception {
    this.process = process;
    this.profile = profile;
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page, new Messages())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      var unused = call(domain + ".enable", new JsonObject());
    }
  }

  /** The browser of this machine, if it has one; the variable CHROMIUM names another. */
  static Optional<Path> find() {
    String named = System.getenv("CHROMIUM");
    if (named != null && !named.isEmpty()) {
      return Optional.of(Path.of(named));
    }
    List<String> names =
        List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start(Path program) throws Exception {
    Path profile = Files.createTempDirectory("handlelab-chromium");
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(
        List.of(
            "--headless=new",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile));
    // As root, and in many a container, Chromium cannot make its sandbox; the only page is our own.
    command.add("--no-sandbox");
    command.add("about:blank");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(false)
            .start();
    try {
      URI browser = URI.create(awaitListening(process));
      return new Chromium(process, profile, page(browser));
    } catch (Exception | Error e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw e;
    }
  }

  private static String awaitListening(Process process) throws Exception {
    CompletableFuture<String> address = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              StringBuilder said = new StringBuilder();
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  said.append(line).append('\n');
                  if (line.startsWith(LISTENING)) {
                    address.complete(line.substring(LISTENING.length()).strip());
                  }
                }
              } catch (IOException e) {
                said.append(e);
              }
              address.completeExceptionally(new IllegalStateException("it ended: " + said));
            },
            "chromium-errors");
    reader.setDaemon(true);
    reader.start();
    return address.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** A page of its own: the one that the browser opens by itself may not be there yet. */
  private static URI page(URI browser) throws Exception {
    URI create = URI.create("http://" + browser.getAuthority() + "/json/new?about:blank");
    HttpRequest request =
        HttpRequest.newBuilder(create)
            .PUT(HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
            .build();
    String answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    JsonObject target = JsonParser.parseString(answer).getAsJsonObject();
    return URI.create(target.get("webSocketDebuggerUrl").getAsString());
  }

  /** Opens a file and waits until it is loaded. */
  void open(Path file) {
    String address = file.toUri().toString();
    // The answer comes when the new document has taken the old one's place.
    JsonObject navigated = call("Page.navigate", object("url", address));
    if (navigated.has("errorText")) {
      throw new IllegalStateException(address + ": " + navigated.get("errorText"));
    }
    String loaded = evaluate(LOADED).getAsString();
    if (!loaded.equals(address)) {
      throw new IllegalStateException(address + " was to be opened, and not " + loaded);
    }
  }

  private static final String LOADED =
      """
      new Promise(done => document.readyState === 'complete'
          ? done(location.href.split('#')[0])
          : addEventListener('load', () => done(location.href.split('#')[0])))
      """;

  /** What a JavaScript expression gives. */
  JsonElement evaluate(String expression) {
    JsonObject parameters = object("expression", expression);
    parameters.addProperty("returnByValue", true);
    parameters.addProperty("awaitPromise", true);
    JsonObject result = call("Runtime.evaluate", parameters);
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(result.get("exceptionDetails").toString());
    }
    return result.getAsJsonObject("result").get("value");
  }

  /** Presses and releases a key, by its DOM name such as {@code ArrowRight}. */
  void press(String key) {
    for (String type : List.of("keyDown", "keyUp")) {
      JsonObject parameters = object("type", type);
      parameters.addProperty("key", key);
      String typed = key.equals("Enter") ? "\r" : key;
      if (typed.length() == 1) {
        parameters.addProperty("text", type.equals("keyDown") ? typed : "");
      }
      var unused = call("Input.dispatchKeyEvent", parameters);
    }
  }

  void viewport(int width, int height) {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("width", width);
    parameters.addProperty("height", height);
    parameters.addProperty("deviceScaleFactor", 1);
    parameters.addProperty("mobile", false);
    var unused = call("Emulation.setDeviceMetricsOverride", parameters);
  }

  void colourScheme(String scheme) {
    JsonObject feature = object("name", "prefers-color-scheme");
    feature.addProperty("value", scheme);
    JsonArray features = new JsonArray();
    features.add(feature);
    JsonObject parameters = new JsonObject();
    parameters.add("features", features);
    var unused = call("Emulation.setEmulatedMedia", parameters);
  }

  /** Draws the page as this medium does, such as {@code print}; empty for the screen. */
  void media(String medium) {
    var unused = call("Emulation.setEmulatedMedia", object("media", medium));
  }

  /** Errors and warnings of the console, uncaught exceptions, and failures to load. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** The addresses that were asked for. */
  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private static JsonObject object(String name, String value) {
    JsonObject object = new JsonObject();
    object.addProperty(name, value);
    return object;
  }

  private JsonObject call(String method, JsonObject parameters) {
    int number = numbers.incrementAndGet();
    CompletableFuture<JsonObject> reply = new CompletableFuture<>();
    replies.put(number, reply);
    JsonObject message = object("method", method);
    message.addProperty("id", number);
    message.add("params", parameters);
    await(socket.sendText(message.toString(), true));
    JsonObject answer = await(reply);
    if (answer.has("error")) {
      throw new IllegalStateException(method + ": " + answer.get("error"));
    }
    return answer.getAsJsonObject("result");
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Chromium does not answer", e);
    }
  }

  private void received(JsonObject message) {
    if (message.has("id")) {
      replies.remove(message.get("id").getAsInt()).complete(message);
      return;
    }
    JsonObject parameters = message.getAsJsonObject("params");
    switch (message.get("method").getAsString()) {
      case "Runtime.exceptionThrown", "Network.loadingFailed" -> complain(message);
      case "Runtime.consoleAPICalled" -> {
        if (List.of("error", "warning", "assert").contains(parameters.get("type").getAsString())) {
          complain(message);
        }
      }
      case "Log.entryAdded" -> complain(message);
      case "Network.requestWillBeSent" -> {
        synchronized (this) {
          requests.add(parameters.getAsJsonObject("request").get("url").getAsString());
        }
      }
      default -> {}
    }
  }

  private synchronized void complain(JsonObject message) {
    complaints.add(message.toString());
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    awaitEnd(process.toHandle());
    for (ProcessHandle each : all) {
      each.destroyForcibly();
      awaitEnd(each);
    }
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    var unused = await(process.onExit());
  }

  /** Puts the pieces of messages together. */
  private final class Messages implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
        text.setLength(0);
        received(message);
      }
      webSocket.request(1);
      return null;
    }
  }
}
