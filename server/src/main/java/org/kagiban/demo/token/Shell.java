package org.kagiban.demo.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kagiban.web.Routes;
import org.kagiban.web.WebAnswer;

/** The page's files, and the service worker that keeps them. Immutable. */
final class Shell {
  private static final String QR =
      "/META-INF/resources/webjars/qr-creator/1.0.0/dist/qr-creator.es6.min.js";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final List<String> MODULES =
      List.of(
          "app",
          "clock",
          "display",
          "dom",
          "keys",
          "otp",
          "pin",
          "provision",
          "ring",
          "setup",
          "signing",
          "store",
          "transaction",
          "unlock",
          "update");
  private static final List<String> ICONS = List.of("icon-192", "icon-512", "icon-maskable-512");

  private record File(String type, byte[] bytes) {}

  private final Map<String, File> files = new LinkedHashMap<>();

  /**
   * @param otpauth whether the part that shows a seed is there at all
   */
  Shell(boolean otpauth) {
    files.put("/", new File("text/html; charset=utf-8", page(otpauth).getBytes(UTF_8)));
    add("token.css", "text/css; charset=utf-8");
    add("manifest.webmanifest", "application/manifest+json");
    ICONS.forEach(icon -> add(icon + ".png", "image/png"));
    MODULES.forEach(module -> add(module + ".js", SCRIPT));
    if (otpauth) {
      add("otpauth.js", SCRIPT);
      files.put("/qr-creator.js", new File(SCRIPT, read(QR)));
    }
  }

  private static String page(boolean otpauth) {
    return text("index.html")
        .replace("<!--otpauth-->", otpauth ? text("otpauth-choice.html") : "")
        .replace("<!--export-->", otpauth ? text("otpauth-view.html") : "");
  }

  private void add(String name, String type) {
    files.put("/" + name, new File(type, read(name)));
  }

  Routes addTo(Routes routes) {
    files.forEach(
        (path, file) -> {
          WebAnswer answer = WebAnswer.bytes(200, file.type(), file.bytes());
          routes.get(path, request -> answer);
        });
    WebAnswer worker = WebAnswer.bytes(200, SCRIPT, worker().getBytes(UTF_8));
    WebAnswer icon = WebAnswer.bytes(200, "image/png", read("icon-192.png"));
    return routes.get("/sw.js", request -> worker).get("/favicon.ico", request -> icon);
  }

  /** Another text as soon as any file is, so that the browser takes all of them anew. */
  String worker() {
    String list =
        files.keySet().stream().map(path -> "'" + path + "'").collect(Collectors.joining(", "));
    return "const VERSION = '%s';\nconst FILES = [%s];\n".formatted(version(), list)
        + text("sw.js");
  }

  private String version() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    files.forEach(
        (path, file) ->
            digest.update("%s %d\n".formatted(path, file.bytes().length).getBytes(UTF_8)));
    files.values().forEach(file -> digest.update(file.bytes()));
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  private static String text(String name) {
    return new String(read(name), UTF_8);
  }

  private static byte[] read(String name) {
    try (InputStream in = Shell.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
