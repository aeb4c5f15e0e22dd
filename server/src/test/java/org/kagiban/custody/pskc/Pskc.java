package org.kagiban.custody.pskc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What these tests share: files, an import key, and the unsealing that only an HSM does. */
final class Pskc {
  /** RFC 4226 appendix D's and RFC 6030's seed. */
  static final byte[] RFC_SEED = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  /** Stands for the HSM's import key. */
  static final KeyPair IMPORT_KEY = importKey();

  /** For files whose records are all good. */
  static final Consumer<Refusal> UNEXPECTED =
      refusal -> {
        throw new AssertionError(refusal.toString());
      };

  private Pskc() {}

  /** One sealed token, opened. */
  record Opened(SealedRecord record, byte[] seed) {}

  /** What sealing gave. */
  record Sealed(byte[] file, SealReport report, List<Refusal> refusals) {}

  static byte[] file(String name) throws IOException {
    try (InputStream in = Pskc.class.getResourceAsStream("/pskc/" + name + ".xml")) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  static String text(String name) throws IOException {
    return new String(file(name), StandardCharsets.UTF_8);
  }

  static Sealed seal(byte[] file, VendorKey key) throws PskcException, IOException {
    return seal(file, key, false);
  }

  static Sealed seal(byte[] file, VendorKey key, boolean allowShort)
      throws PskcException, IOException {
    var out = new ByteArrayOutputStream();
    List<Refusal> refusals = new ArrayList<>();
    SealReport report =
        new SeedSealer(IMPORT_KEY.getPublic(), allowShort)
            .seal(new ByteArrayInputStream(file), key, out, refusals::add);
    return new Sealed(out.toByteArray(), report, refusals);
  }

  static List<Opened> open(byte[] sealed) throws Exception {
    try (SealedReader reader = new SealedReader(new ByteArrayInputStream(sealed))) {
      byte[] transport = rsaOaep(reader.header().wrappedTransportKey());
      byte[] macKey = unwrap(transport, reader.header().wrappedMacKey());
      List<Opened> result = new ArrayList<>();
      @Nullable SealedRecord record;
      while ((record = reader.next(Pskc.UNEXPECTED)) != null) {
        if (!MessageDigest.isEqual(
            hmac("HmacSHA256", macKey, record.boundData()), record.bindingMac())) {
          throw new AssertionError("binding MAC of record " + record.record());
        }
        result.add(new Opened(record, unwrap(transport, record.wrapped())));
      }
      return result;
    }
  }

  static byte[] hmac(String algorithm, byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key, algorithm));
    return mac.doFinal(data);
  }

  private static byte[] rsaOaep(byte[] wrapped) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        IMPORT_KEY.getPrivate(),
        new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT));
    return cipher.doFinal(wrapped);
  }

  private static byte[] unwrap(byte[] key, byte[] wrapped) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
    cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(key, "AES"));
    return cipher.unwrap(wrapped, "RAW", Cipher.SECRET_KEY).getEncoded();
  }

  private static KeyPair importKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
