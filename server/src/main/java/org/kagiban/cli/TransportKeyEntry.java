package org.kagiban.cli;

import com.google.protobuf.ByteString;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyPlan.TransportKey;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.v1.ComponentCheck;
import org.kagiban.v1.RunCeremonyRequest;

/**
 * A vendor's transport key from its components, wrapped for the HSM on the custodians' machine: it
 * leaves here only under the import key.
 */
final class TransportKeyEntry {
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);

  private final Prompts prompts;
  private final @Nullable String fingerprint;

  /**
   * @param fingerprint of the import key, from its ceremony; null where people compare it
   */
  TransportKeyEntry(Prompts prompts, @Nullable String fingerprint) {
    this.prompts = prompts;
    this.fingerprint = fingerprint;
  }

  /** Adds the wrapped key and the components' check values. */
  void fill(Session session, TransportKey plan, RunCeremonyRequest.Builder request) {
    if (!prompts.available()) {
      throw CliException.usage("components are typed: run this at a terminal");
    }
    byte[] der = ImportKey.fetch(session);
    ImportKey.require(der, fingerprint);
    ComponentEntry entry = new ComponentEntry(prompts);
    try (ComponentEntry.Entered entered = entry.enter(plan.bits(), plan.custodians())) {
      requireTheVendors(plan, entered.key().check());
      prompts.say("It will be sent under the HSM's import key, SHA-256");
      prompts.say("  " + PublicKeyFile.fingerprint(der));
      if (!entry.agreed("Are these the letters' check values, and the import key's fingerprint?")) {
        throw CliException.usage("nothing was sent, and the ceremony has not begun");
      }
      byte[] wrapped = entered.key().use(key -> wrap(key, der));
      request.setWrappedKey(ByteString.copyFrom(wrapped));
      for (int i = 0; i < plan.custodians().size(); i++) {
        byte[] kcv = HexFormat.of().parseHex(entered.checks().get(i).value());
        request.addComponents(
            ComponentCheck.newBuilder()
                .setCustodian(plan.custodians().get(i))
                .setKcv(ByteString.copyFrom(kcv)));
      }
    }
  }

  /** The vendor may have told more digits of the same value. */
  private static void requireTheVendors(TransportKey plan, KeyCheck check) {
    String vendors = plan.kcv();
    if (vendors != null && !vendors.startsWith(check.value())) {
      throw CliException.usage(
          ("the key's check value is %s, and the vendor's by the ceremony's file %s: a component was"
                  + " mistyped, or the vendor's is by another method; nothing was sent")
              .formatted(check, vendors));
    }
  }

  private static byte[] wrap(byte[] key, byte[] der) {
    try {
      PublicKey open = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      cipher.init(Cipher.ENCRYPT_MODE, open, OAEP);
      return cipher.doFinal(key);
    } catch (GeneralSecurityException e) {
      throw new CliException(
          Exit.REFUSED,
          "the import key that the server sent is not RSA; send nothing, and have the server"
              + " looked at",
          e);
    }
  }
}
