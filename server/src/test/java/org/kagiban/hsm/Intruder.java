package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.kagiban.token.SeedRef;
import sun.security.pkcs11.wrapper.CK_MECHANISM;

/**
 * A program of somebody who has the user PIN, to be run in a process of its own beside a server:
 * partition, PIN file, then what to do.
 */
public final class Intruder {
  // Not that of SoftHsm, which clears the folder as it loads.
  private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");

  private final HsmSession session;

  private Intruder(HsmSession session) {
    this.session = session;
  }

  public static void main(String[] arguments) {
    HsmConfig config = HsmConfig.of(LIBRARY, arguments[0]);
    try (Partition partition = Partition.open(config, Pin.fromFile(Path.of(arguments[1])))) {
      boolean unused =
          partition.setUp(
              session -> {
                Intruder intruder = new Intruder(session);
                for (int i = 2; i < arguments.length; i++) {
                  String[] words = arguments[i].split(":", -1);
                  intruder.act(words[0], words[1], words.length > 2 ? words[2] : "");
                }
                return true;
              });
    }
  }

  private void act(String what, String name, String seedHex) {
    byte[] seed = HexFormat.of().parseHex(seedHex);
    switch (what) {
      case "smuggle" -> smuggle(name);
      case "destroy" -> SeedObjects.destroy(session, new SeedRef(name));
      case "replace" -> put(name, seed, false);
      case "weaken" -> put(name, seed, true);
      default -> throw new IllegalArgumentException(what);
    }
  }

  private void smuggle(String label) {
    Template template =
        new Template()
            .number(CKA_VALUE_LEN, 32)
            .flag(CKA_TOKEN, true)
            .flag(CKA_PRIVATE, true)
            .flag(CKA_WRAP, true)
            .flag(CKA_DECRYPT, true)
            .bytes(CKA_LABEL, label.getBytes(StandardCharsets.US_ASCII));
    session.generateKey(new CK_MECHANISM(CKM_AES_KEY_GEN), template);
  }

  /** In a seed's place, with its name. */
  private void put(String ref, byte[] seed, boolean derives) {
    SeedObjects.destroy(session, new SeedRef(ref));
    byte[] id = ref.getBytes(StandardCharsets.US_ASCII);
    byte[] label = (SeedObjects.LABEL_PREFIX + ref).getBytes(StandardCharsets.US_ASCII);
    Template template =
        SeedObjects.macKey(true, true)
            .flag(CKA_WRAP_WITH_TRUSTED, true)
            .flag(CKA_DERIVE, derives)
            .bytes(CKA_VALUE, seed)
            .bytes(CKA_ID, id)
            .bytes(CKA_LABEL, label);
    session.create(SeedObjects.unmodifiable(template, session.generation().seedLock().quirks()));
  }
}
