package org.kagiban.hsm;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A partition's user PIN: 1 to 255 bytes of UTF-8 without control characters. It comes from a
 * prompt, an owner-only file or a file descriptor, never from a configuration file or a command
 * line. Thread-safe.
 */
public final class Pin {
  private static final int MAX_BYTES = 255;
  private static final Set<String> OWNER_ONLY = Set.of("rw-------", "r--------");

  /** One char for each byte: the JDK's wrapper hands the low byte of each char to C_Login. */
  private final char[] bytes;

  private boolean destroyed;

  private Pin(char[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads a PIN from a file of mode 0600 or 0400. One newline at its end is not part of the PIN.
   *
   * @throws HsmSetupException with what to do
   */
  public static Pin fromFile(Path file) {
    String mode = modeOf(file);
    if (!OWNER_ONLY.contains(mode)) {
      throw new HsmSetupException(
          "the PIN file "
              + file
              + " has mode "
              + mode
              + ": others could read it. Run: chmod 600 "
              + file);
    }
    return read(file, "the PIN file " + file);
  }

  /**
   * Reads a PIN from an open file descriptor of this process, up to its end. One newline at its end
   * is not part of the PIN.
   *
   * @throws HsmSetupException with what to do
   */
  public static Pin fromDescriptor(int descriptor) {
    return read(Path.of("/proc/self/fd/" + descriptor), "file descriptor " + descriptor);
  }

  /**
   * Asks for a PIN on the terminal, without echo.
   *
   * @throws HsmSetupException where there is no terminal
   */
  public static Pin fromConsole(String prompt) {
    Console console = terminal();
    if (console == null) {
      throw new HsmSetupException(
          "there is no terminal to ask for the PIN on: give a PIN file of mode 0600 or a file"
              + " descriptor");
    }
    char[] typed = console.readPassword("%s", prompt);
    if (typed == null) {
      throw new HsmSetupException("no PIN was typed");
    }
    return Utf8Chars.encode(typed, bytes -> of(bytes, "what was typed"));
  }

  @SuppressWarnings("SystemConsoleNull") // null until JDK 21; from 22 on isTerminal tells
  private static @Nullable Console terminal() {
    Console console = System.console();
    if (console == null) {
      return null;
    }
    try {
      Object terminal = Console.class.getMethod("isTerminal").invoke(console);
      return Boolean.TRUE.equals(terminal) ? console : null;
    } catch (ReflectiveOperationException e) {
      return console;
    }
  }

  private static String modeOf(Path file) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      return PosixFilePermissions.toString(mode);
    } catch (IOException | UnsupportedOperationException e) {
      throw new HsmSetupException("the PIN file " + file + " cannot be read: " + reason(e), e);
    }
  }

  /**
   * A PIN that was typed.
   *
   * @param bytes zeroed, on every path
   * @throws HsmSetupException where it is empty, too long or no text
   */
  public static Pin typed(byte[] bytes) {
    return of(bytes, "what was typed");
  }

  private static Pin read(Path path, String what) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      // Room for a newline of two bytes, and one byte more to see that there is too much.
      bytes = in.readNBytes(MAX_BYTES + 3);
    } catch (IOException e) {
      throw new HsmSetupException("no PIN can be read from " + what + ": " + reason(e), e);
    }
    return of(bytes, what);
  }

  private static Pin of(byte[] bytes, String what) {
    try {
      int length = withoutNewline(bytes);
      if (length == 0) {
        throw new HsmSetupException("there is no PIN in " + what + ": it is empty");
      }
      if (length > MAX_BYTES) {
        throw new HsmSetupException("the PIN in " + what + " is longer than 255 bytes");
      }
      char[] chars = new char[length];
      for (int i = 0; i < length; i++) {
        int b = bytes[i] & 0xff;
        if (b < 0x20 || b == 0x7f) {
          Arrays.fill(chars, '\0');
          throw new HsmSetupException(
              "the PIN in " + what + " holds a control character: it must be one line of text");
        }
        chars[i] = (char) b;
      }
      return new Pin(chars);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static int withoutNewline(byte[] bytes) {
    int length = bytes.length;
    if (length > 0 && bytes[length - 1] == '\n') {
      length--;
      if (length > 0 && bytes[length - 1] == '\r') {
        length--;
      }
    }
    return length;
  }

  private static String reason(Exception e) {
    return e instanceof java.nio.file.NoSuchFileException ? "it does not exist" : e.toString();
  }

  /** Lends a copy of the PIN, one byte in each char, and wipes it afterwards. */
  <T> T use(Function<char[], T> user) {
    char[] copy;
    synchronized (bytes) {
      if (destroyed) {
        throw new IllegalStateException("the PIN was destroyed");
      }
      copy = bytes.clone();
    }
    try {
      return user.apply(copy);
    } finally {
      Arrays.fill(copy, '\0');
    }
  }

  /** Wipes the PIN. */
  public void destroy() {
    synchronized (bytes) {
      Arrays.fill(bytes, '\0');
      destroyed = true;
    }
  }

  @Override
  public String toString() {
    return "Pin[redacted]";
  }
}
