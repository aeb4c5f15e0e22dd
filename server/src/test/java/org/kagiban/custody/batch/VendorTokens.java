package org.kagiban.custody.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.kagiban.custody.pskc.SeedSealer;
import org.kagiban.custody.pskc.VendorKey;

/** A vendor's file, sealed. */
final class VendorTokens {
  private final StringBuilder packages = new StringBuilder();

  static String id(int number) {
    return String.format("BTCH%08d", number);
  }

  static VendorTokens range(int from, int to) {
    VendorTokens tokens = new VendorTokens();
    for (int i = from; i < to; i++) {
      tokens.add(id(i), i, 6);
    }
    return tokens;
  }

  /**
   * @param seed which; the same number is the same seed
   */
  VendorTokens add(String id, int seed, int digits) {
    byte[] bytes = seed(seed);
    packages.append(
        """
        <KeyPackage><DeviceInfo><Manufacturer>Test</Manufacturer><SerialNo>%s</SerialNo></DeviceInfo>
        <Key Id="%s" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp">
        <AlgorithmParameters><ResponseFormat Length="%d" Encoding="DECIMAL"/></AlgorithmParameters>
        <Data><Secret><PlainValue>%s</PlainValue></Secret>
        <TimeInterval><PlainValue>30</PlainValue></TimeInterval></Data></Key></KeyPackage>
        """
            .formatted(id, id, digits, Base64.getEncoder().encodeToString(bytes)));
    return this;
  }

  static byte[] seed(int number) {
    byte[] bytes = new byte[20];
    Arrays.fill(bytes, (byte) 7);
    bytes[0] = (byte) (number >> 8);
    bytes[1] = (byte) number;
    return bytes;
  }

  byte[] plain() {
    return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">\n"
            + packages
            + "</KeyContainer>\n")
        .getBytes(UTF_8);
  }

  /**
   * @param target a new file
   * @return its bytes
   */
  byte[] seal(byte[] importKey, Path target) throws Exception {
    SeedSealer sealer =
        new SeedSealer(
            KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(importKey)), false);
    sealer.seal(
        new ByteArrayInputStream(plain()),
        VendorKey.none(),
        target,
        refusal -> {
          throw new AssertionError(refusal.message());
        });
    return Files.readAllBytes(target);
  }

  static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of()
        .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
