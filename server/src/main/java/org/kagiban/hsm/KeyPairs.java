package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.kagiban.custody.ceremony.KeyFacts;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/** The partition's key pairs, in a user's session. Their private halves never leave. */
final class KeyPairs {
  /** RFC 8410: the object identifier of Ed25519, DER. */
  private static final byte[] ED25519 = HexFormat.of().parseHex("06032b6570");

  private final HsmSession session;
  private final ProviderQuirks quirks;

  KeyPairs(HsmSession session, ProviderQuirks quirks) {
    this.session = session;
    this.quirks = quirks;
  }

  KeyFacts importKey(String keyId) {
    return adoptOrMake(
        KeyNames.IMPORT,
        keyId,
        CKM_RSA_PKCS_KEY_PAIR_GEN,
        KeyMaker.importPublic(quirks),
        KeyMaker.importPrivate(quirks));
  }

  KeyFacts checkpointKey(String keyId) {
    return adoptOrMake(
        KeyNames.CHECKPOINT,
        keyId,
        CKM_EC_EDWARDS_KEY_PAIR_GEN,
        checkpointPublic(),
        checkpointPrivate());
  }

  /** The public half, once the pair is read back and found strong; empty where it is not whole. */
  Optional<PublicHalf> findCheckpointKey() {
    OptionalLong open = PartitionKeys.only(session, CKO_PUBLIC_KEY, KeyNames.CHECKPOINT);
    OptionalLong secret = PartitionKeys.only(session, CKO_PRIVATE_KEY, KeyNames.CHECKPOINT);
    if (open.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    KeyFacts unused =
        proven(KeyNames.CHECKPOINT, open.getAsLong(), secret.getAsLong(), checkpointPrivate());
    return Optional.of(PublicHalf.read(session, open.getAsLong()));
  }

  private Template checkpointPublic() {
    return SeedObjects.lock(
        new Template()
            .bytes(CKA_EC_PARAMS, ED25519)
            .flag(CKA_TOKEN, true)
            .flag(CKA_VERIFY, true)
            .flag(CKA_WRAP, false)
            .flag(CKA_ENCRYPT, false),
        quirks);
  }

  /** Signs, and nothing else. */
  private Template checkpointPrivate() {
    return SeedObjects.lock(
            new Template()
                .flag(CKA_TOKEN, true)
                .flag(CKA_PRIVATE, true)
                .flag(CKA_SENSITIVE, true)
                .flag(CKA_EXTRACTABLE, false)
                .flag(CKA_SIGN, true)
                .flag(CKA_UNWRAP, false)
                .flag(CKA_DECRYPT, false)
                .flag(CKA_DERIVE, false),
            quirks)
        .expect(CKA_ALWAYS_SENSITIVE, true)
        .expect(CKA_NEVER_EXTRACTABLE, true);
  }

  private KeyFacts adoptOrMake(
      String label, String keyId, long mechanism, Template publicHalf, Template privateHalf) {
    KeyNames.requireId(keyId);
    OptionalLong open = PartitionKeys.only(session, CKO_PUBLIC_KEY, label);
    OptionalLong secret = PartitionKeys.only(session, CKO_PRIVATE_KEY, label);
    open.ifPresent(half -> KeyNames.refuseOther(session, half, label, keyId));
    secret.ifPresent(half -> KeyNames.refuseOther(session, half, label, keyId));
    if (open.isPresent() && secret.isPresent()) {
      return proven(label, open.getAsLong(), secret.getAsLong(), privateHalf);
    }
    // One half alone is what is left of a generation that was cut off.
    open.ifPresent(session::destroy);
    secret.ifPresent(session::destroy);
    long[] pair =
        session.generateKeyPair(
            new CK_MECHANISM(mechanism),
            KeyNames.named(publicHalf, label, keyId),
            KeyNames.named(privateHalf, label, keyId));
    try {
      return proven(label, pair[0], pair[1], privateHalf);
    } catch (RuntimeException e) {
      session.destroyAfter(e, pair[0]);
      session.destroyAfter(e, pair[1]);
      throw e;
    }
  }

  private KeyFacts proven(String label, long open, long secret, Template privateHalf) {
    KeyNames.refuseWeak(label, privateHalf.weakness(session, secret));
    PublicHalf half = PublicHalf.read(session, open);
    if (!half.fits(session, secret)) {
      throw new HsmSetupException("the two halves labelled " + label + " are not of one key pair");
    }
    return KeyReader.keyPair(session, secret, half);
  }
}
