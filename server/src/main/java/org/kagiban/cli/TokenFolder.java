package org.kagiban.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.Properties;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;

/**
 * A software token on disk: {@code key.pem}, the device's RSA key (PKCS#8, mode 0600), and {@code
 * token.properties}, its Token ID, profile and the seed wrapped under that key.
 */
public final class TokenFolder {
  private static final String KEY_LABEL = "PRIVATE KEY";

  private final Path folder;

  public TokenFolder(Path folder) {
    this.folder = folder;
  }

  boolean exists() {
    return Files.exists(properties()) || Files.exists(key());
  }

  /**
   * Keeps a new token.
   *
   * @throws CliException (usage) where the folder holds one already or cannot be written
   */
  public void save(String id, TokenProfile profile, byte[] wrappedSeed, PrivateKey key) {
    try {
      Files.createDirectories(
          folder.toAbsolutePath(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new CliException(Exit.USAGE, "cannot make the folder %s (%s)".formatted(folder, e), e);
    }
    NewFiles.write(key(), Pem.encode(KEY_LABEL, key.getEncoded()), NewFiles.PRIVATE);
    String text =
        "token-id=%s\nalgorithm=%s\ndigits=%d\nperiod=%d\nwrapped-seed=%s\n"
            .formatted(
                id,
                profile.algorithm(),
                profile.digits(),
                profile.periodSeconds(),
                Base64.getEncoder().encodeToString(wrappedSeed));
    NewFiles.write(properties(), text, NewFiles.PRIVATE);
  }

  /**
   * @throws CliException (usage) where there is no whole token
   */
  public SoftwareToken open(Clock clock) {
    if (!exists()) {
      throw CliException.usage(
          "there is no token in %s; make one with 'kagiban token create', or name its folder with"
                  .formatted(folder)
              + " --dir");
    }
    try {
      Properties facts = new Properties();
      try (Reader in = Files.newBufferedReader(properties())) {
        facts.load(in);
      }
      TokenProfile profile =
          new TokenProfile(
              OtpType.TOTP,
              HashAlgorithm.valueOf(fact(facts, "algorithm")),
              Integer.parseInt(fact(facts, "digits")),
              Integer.parseInt(fact(facts, "period")));
      byte[] wrapped = Base64.getDecoder().decode(fact(facts, "wrapped-seed"));
      return SoftwareToken.open(fact(facts, "token-id"), profile, wrapped, readKey(), clock);
    } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
      throw new CliException(
          Exit.USAGE,
          "the token in %s is damaged (%s); make a new one and have it enrolled"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private PrivateKey readKey() throws IOException, GeneralSecurityException {
    byte[] der = Pem.decode(KEY_LABEL, Files.readAllBytes(key()));
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static String fact(Properties facts, String name) {
    String value = facts.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("token.properties lacks " + name);
    }
    return value;
  }

  private Path key() {
    return folder.resolve("key.pem");
  }

  private Path properties() {
    return folder.resolve("token.properties");
  }
}
