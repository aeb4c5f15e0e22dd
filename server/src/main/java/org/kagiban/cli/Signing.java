package org.kagiban.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.Statement;
import org.kagiban.custody.ceremony.Statements;
import org.kagiban.v1.CeremonySignature;

/** Signs a custodian's acts with the key of the connect file. */
public final class Signing {
  /** For every act but an approval; the server takes at most ten minutes. */
  private static final Duration ACT_LIFE = Duration.ofMinutes(5);

  private final PrivateKey key;
  private final Clock clock;

  private Signing(PrivateKey key, Clock clock) {
    this.key = key;
    this.clock = clock;
  }

  /**
   * @throws CliException (usage) where the key cannot be used
   */
  public static Signing with(ConnectFile connect, Clock clock) {
    try {
      byte[] der = Pem.decode("PRIVATE KEY", Files.readAllBytes(connect.key()));
      return new Signing(key(der), clock);
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new CliException(
          Exit.USAGE,
          "cannot sign with %s, the key of the connect file; it must be PKCS#8 in PEM, EC, RSA or"
                  .formatted(connect.key())
              + " Ed25519, without a passphrase",
          e);
    }
  }

  private static PrivateKey key(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException e) {
        // Another kind of key.
      }
    }
    throw new InvalidKeySpecException("neither EC, RSA nor Ed25519");
  }

  /**
   * @param about SHA-256 of the ceremony's file; of the outcome where that is reported
   */
  public CeremonySignature sign(Act act, CeremonyId ceremony, byte[] about) {
    return sign(act, ceremony, about, ACT_LIFE);
  }

  CeremonySignature sign(Act act, CeremonyId ceremony, byte[] about, Duration life) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Statement statement = new Statement(act, ceremony, about, now, now.plus(life));
    try {
      return CeremonySignature.newBuilder()
          .setSignedAt(moment(statement.at()))
          .setExpiresAt(moment(statement.expires()))
          .setSignature(ByteString.copyFrom(Statements.sign(key, statement)))
          .build();
    } catch (InvalidKeyException e) {
      throw new CliException(
          Exit.USAGE, "the key of the connect file cannot sign; use an EC, RSA or Ed25519 key", e);
    }
  }

  private static Timestamp moment(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  @Override
  public String toString() {
    return "Signing[redacted]";
  }
}
