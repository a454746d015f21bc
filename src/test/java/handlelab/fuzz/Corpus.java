package handlelab.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The inputs that are kept for a target: a line of Base64 each, and comments after {@code #}. */
final class Corpus {
  private Corpus() {}

  /** The inputs for a target: its seeds, and those that are kept. */
  static List<byte[]> of(Target target) throws Exception {
    List<byte[]> inputs = new ArrayList<>(target.seeds().call());
    inputs.addAll(kept(target));
    return inputs;
  }

  /** The inputs kept for a target. */
  static List<byte[]> kept(Target target) {
    try (InputStream in = Corpus.class.getResourceAsStream(file(target))) {
      if (in == null) {
        return List.of();
      }
      List<byte[]> inputs = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        String code = line.replaceAll("\\s*#.*", "");
        if (!code.isEmpty() || line.isEmpty()) {
          inputs.add(Base64.getDecoder().decode(code));
        }
      }
      return inputs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String file(Target target) {
    return target + ".txt";
  }

  /**
   * Arguments: {@code unpack TARGET FOLDER} writes a file for each seed and each input that is
   * kept; {@code pack FOLDER} prints a line for each file, the short ones first; {@code list}
   * prints the targets' classes.
   */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "list" -> Target.ALL.forEach(target -> System.out.println(target.type().getName()));
      case "unpack" -> unpack(Target.of(arguments[1]), Path.of(arguments[2]));
      case "pack" -> pack(Path.of(arguments[1]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void unpack(Target target, Path folder) throws Exception {
    Files.createDirectories(folder);
    int number = 0;
    for (byte[] input : of(target)) {
      Files.write(folder.resolve("input-" + number), input);
      number++;
    }
  }

  private static void pack(Path folder) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    inputs.stream()
        .sorted(Comparator.comparingInt(input -> input.length))
        .map(Base64.getEncoder()::encodeToString)
        .forEach(System.out::println);
  }
}
