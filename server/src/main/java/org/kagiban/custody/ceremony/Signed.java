package org.kagiban.custody.ceremony;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A statement with its signature and who made it, enough for a witness to check it.
 *
 * @param custodian what the configuration called the certificate then
 * @param person who was behind it then
 * @param certificate X.509, DER
 * @param signature over {@link Statement#bytes}: SHA256withECDSA (DER), SHA256withRSA or Ed25519,
 *     as the certificate's key is
 */
public record Signed(
    Statement statement, String custodian, String person, byte[] certificate, byte[] signature) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Signed that
        && statement.equals(that.statement)
        && custodian.equals(that.custodian)
        && person.equals(that.person)
        && Arrays.equals(certificate, that.certificate)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return statement.hashCode();
  }
}
