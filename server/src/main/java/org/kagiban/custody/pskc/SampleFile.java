package org.kagiban.custody.pskc;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.LongConsumer;
import org.kagiban.token.TokenId;

/**
 * A vendor's plaintext PSKC file (RFC 6030) as vendors send them, with random seeds: for rehearsals
 * of what custodians do. Every token is TOTP, SHA-1, 6 digits, 30 seconds.
 */
public final class SampleFile {
  private static final int SEED_BYTES = 20;

  private SampleFile() {}

  /** One of its tokens. */
  public record Sample(TokenId token, byte[] seed) {
    @Override
    public String toString() {
      return "Sample[" + token + ", seed redacted]";
    }
  }

  /**
   * Writes a file that only its owner may read.
   *
   * @param prefix four letters A-Z
   * @param tokens 1 to 99,999,999; their ids are the prefix and eight digits from 00000001 on
   * @param written hears how many tokens are written, now and then
   * @return the first token
   * @throws java.nio.file.FileAlreadyExistsException where {@code target} exists
   */
  public static Sample write(Path target, String prefix, int tokens, LongConsumer written)
      throws IOException {
    if (!prefix.matches("[A-Z]{4}") || tokens < 1 || tokens > 99_999_999) {
      throw new IllegalArgumentException("four letters A-Z, and 1 to 99,999,999 tokens");
    }
    SecureRandom random = new SecureRandom();
    byte[] first = new byte[SEED_BYTES];
    random.nextBytes(first);
    try (NewFile file = new NewFile(target)) {
      Writer out =
          new OutputStreamWriter(
              new BufferedOutputStream(file.stream(), 1 << 16), StandardCharsets.UTF_8);
      out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<KeyContainer Version=\"1.0\"");
      out.write(" xmlns=\"" + Uris.PSKC + "\">\n");
      byte[] seed = first.clone();
      for (int i = 1; i <= tokens; i++) {
        out.write(keyPackage(id(prefix, i), seed));
        random.nextBytes(seed);
        if (i % 1000 == 0) {
          written.accept(i);
        }
      }
      out.write("</KeyContainer>\n");
      out.flush();
      file.complete();
    }
    written.accept(tokens);
    return new Sample(new TokenId(id(prefix, 1)), first);
  }

  private static String id(String prefix, int number) {
    return prefix + String.format("%08d", number);
  }

  private static String keyPackage(String id, byte[] seed) {
    return "<KeyPackage><DeviceInfo><Manufacturer>Sample</Manufacturer><SerialNo>"
        + id
        + "</SerialNo></DeviceInfo><Key Id=\""
        + id
        + "\" Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:totp\"><AlgorithmParameters>"
        + "<Suite>HmacSHA1</Suite><ResponseFormat Length=\"6\" Encoding=\"DECIMAL\"/>"
        + "</AlgorithmParameters><Data><Secret><PlainValue>"
        + Base64.getEncoder().encodeToString(seed)
        + "</PlainValue></Secret><TimeInterval><PlainValue>30</PlainValue></TimeInterval>"
        + "</Data></Key></KeyPackage>\n";
  }
}
