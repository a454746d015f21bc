package handlelab.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** How a received message is printed. */
enum MessageFormat {
  /** As it is. */
  TEXT,
  /** Two digits for each byte. */
  HEX,
  BASE64,
  /** Decoded as UTF-16 with the low byte first, as Windows programs send text, and as UTF-8. */
  UTF_16;

  /** The words that {@link #of} takes. */
  static String[] words() {
    return new String[] {"text", "hex", "base64", "utf-16"};
  }

  /**
   * The format that a word names.
   *
   * @param word one of {@link #words}, or null for text
   */
  static MessageFormat of(String word) {
    return word == null ? TEXT : valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  byte[] format(byte[] message) {
    return switch (this) {
      case TEXT -> message;
      case HEX -> HexFormat.of().formatHex(message).getBytes(StandardCharsets.US_ASCII);
      case BASE64 -> Base64.getEncoder().encode(message);
      case UTF_16 ->
          new String(message, StandardCharsets.UTF_16LE).getBytes(StandardCharsets.UTF_8);
    };
  }
}
