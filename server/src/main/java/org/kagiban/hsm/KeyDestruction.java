package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.kagiban.custody.KeyRefusedException;
import org.kagiban.custody.ceremony.KeyCheck;
import org.kagiban.custody.ceremony.KeyFacts;

/** Destroys keys, in a user's session. Whether one is needed still is for the caller to know. */
final class KeyDestruction {
  private static final Set<String> LABELS =
      Set.of(KeyNames.REQUEST, KeyNames.BINDING, KeyNames.IMPORT, KeyNames.CHECKPOINT);

  private final HsmSession session;

  KeyDestruction(HsmSession session) {
    this.session = session;
  }

  Optional<KeyFacts> destroy(String label, KeyCheck check) {
    Optional<KeyFacts> facts = read(label);
    facts.ifPresent(
        key -> {
          KeyNames.refuseOtherCheck(key, check);
          // The private half first: what a crash leaves is a public key, which hurts nobody.
          destroyIfThere(CKO_PRIVATE_KEY, label);
          destroyIfThere(CKO_PUBLIC_KEY, label);
          destroyIfThere(CKO_SECRET_KEY, label);
        });
    return facts;
  }

  Optional<KeyFacts> read(String label) {
    if (!LABELS.contains(label)
        && !Kek.isLabel(label)
        && !label.startsWith(KeyNames.VENDOR_PREFIX)) {
      throw new KeyRefusedException("not a key of the partition's: " + label);
    }
    OptionalLong secret = PartitionKeys.only(session, CKO_SECRET_KEY, label);
    if (secret.isPresent()) {
      return Optional.of(secretKey(label, secret.getAsLong()));
    }
    OptionalLong open = PartitionKeys.only(session, CKO_PUBLIC_KEY, label);
    OptionalLong hidden = PartitionKeys.only(session, CKO_PRIVATE_KEY, label);
    if (open.isPresent()) {
      long key = hidden.orElse(open.getAsLong());
      PublicHalf half = PublicHalf.read(session, open.getAsLong());
      return Optional.of(KeyReader.keyPair(session, key, half));
    }
    if (hidden.isPresent()) {
      throw new HsmSetupException(
          "the partition holds only the private half of "
              + label
              + ": nothing tells which key it is. Destroy it with the HSM's own tool");
    }
    return Optional.empty();
  }

  private KeyFacts secretKey(String label, long key) {
    KeyCheck check;
    if (Kek.isLabel(label)) {
      check = KeyChecks.kek(session, key);
    } else if (session.number(key, CKA_KEY_TYPE) == CKK_AES) {
      check = KeyChecks.cmac(session, key);
    } else {
      check = KeyChecks.hmac(session, key);
    }
    return KeyReader.secretKey(session, key, check);
  }

  private void destroyIfThere(long objectClass, String label) {
    PartitionKeys.only(session, objectClass, label).ifPresent(session::destroy);
  }
}
