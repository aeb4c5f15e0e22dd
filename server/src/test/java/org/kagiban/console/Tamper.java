package org.kagiban.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** One bit of what the console serves for a proof, changed on its way to the browser. */
enum Tamper {
  /** The event's bytes, in the page and in the proof alike. */
  ENTRY("the computed root is not the checkpoint's"),
  /** The bytes that the page shows, and not those that are proved. */
  SHOWN("the bytes are not those shown below"),
  PATH("the computed root is not the checkpoint's"),
  INDEX("this is another event's proof"),
  ROOT("no key of the log signed the checkpoint"),
  SIGNATURE("no key of the log signed the checkpoint"),
  KEY("no key of the log signed the checkpoint");

  private static final String OPEN = "aria-label=\"Canonical bytes\">";

  private final String why;

  Tamper(String why) {
    this.why = why;
  }

  /** What the page then says. */
  String why() {
    return why;
  }

  /** The proof as it arrives. */
  String proof(String json) {
    JsonObject proof = JsonParser.parseString(json).getAsJsonObject();
    switch (this) {
      case ENTRY -> proof.addProperty("entry", base64(text(proof, "entry"), 20));
      case PATH -> first(proof.getAsJsonArray("path"), base64(first(proof, "path"), 7));
      case INDEX -> proof.addProperty("index", "6");
      case ROOT, SIGNATURE -> proof.addProperty("checkpoint", checkpoint(proof));
      case KEY -> first(proof.getAsJsonArray("keys"), key(first(proof, "keys")));
      case SHOWN -> {}
    }
    return proof.toString();
  }

  /** The event's page as it arrives. */
  String page(String html) {
    if (this != ENTRY && this != SHOWN) {
      return html;
    }
    int from = html.indexOf(OPEN) + OPEN.length();
    int to = html.indexOf('<', from);
    byte[] entry = flip(HexFormat.of().parseHex(html.substring(from, to)), 20);
    return html.substring(0, from) + HexFormat.of().formatHex(entry) + html.substring(to);
  }

  /** The root is a note's third line; a signature's line ends in key id and signature. */
  private String checkpoint(JsonObject proof) {
    String note = new String(decode(text(proof, "checkpoint")), StandardCharsets.UTF_8);
    int from;
    if (this == ROOT) {
      from = note.indexOf('\n', note.indexOf('\n') + 1) + 1;
    } else {
      from = note.lastIndexOf(' ') + 1;
    }
    int to = note.indexOf('\n', from);
    String changed =
        note.substring(0, from) + base64(note.substring(from, to), 12) + note.substring(to);
    return Base64.getEncoder().encodeToString(changed.getBytes(StandardCharsets.UTF_8));
  }

  /** Its public key, not its name and id. */
  private static String key(String vkey) {
    int from = vkey.indexOf('+', vkey.indexOf('+') + 1) + 1;
    return vkey.substring(0, from) + base64(vkey.substring(from), 12);
  }

  private static String text(JsonObject proof, String name) {
    return proof.get(name).getAsString();
  }

  private static String first(JsonObject proof, String name) {
    return proof.getAsJsonArray(name).get(0).getAsString();
  }

  private static void first(JsonArray array, String value) {
    array.set(0, new JsonPrimitive(value));
  }

  private static String base64(String base64, int at) {
    return Base64.getEncoder().encodeToString(flip(decode(base64), at));
  }

  private static byte[] decode(String base64) {
    return Base64.getDecoder().decode(base64);
  }

  private static byte[] flip(byte[] bytes, int at) {
    bytes[at] ^= 1;
    return bytes;
  }
}
