package org.kagiban.hsm;

import static sun.security.pkcs11.wrapper.PKCS11Constants.*;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sun.security.pkcs11.wrapper.CK_ATTRIBUTE;
import sun.security.pkcs11.wrapper.Functions;

/**
 * What a partition holds that is Kagiban's, as the HSM says it at this moment.
 *
 * @param objects keys first, then seeds
 */
public record HsmInventory(
    String label, String serial, String model, List<MissingFeature> missing, List<Item> objects) {
  private static final long[] CLASSES = {CKO_PUBLIC_KEY, CKO_PRIVATE_KEY, CKO_SECRET_KEY};
  private static final List<String> CLASS_NAMES =
      List.of("public key", "private key", "secret key");
  private static final long[] FLAGS = {
    CKA_PRIVATE,
    CKA_SENSITIVE,
    CKA_EXTRACTABLE,
    CKA_ALWAYS_SENSITIVE,
    CKA_NEVER_EXTRACTABLE,
    CKA_WRAP_WITH_TRUSTED,
    CKA_TRUSTED,
    CKA_MODIFIABLE,
    CKA_COPYABLE,
    CKA_SIGN,
    CKA_VERIFY,
    CKA_ENCRYPT,
    CKA_DECRYPT,
    CKA_WRAP,
    CKA_UNWRAP,
    CKA_DERIVE
  };

  public HsmInventory {
    missing = List.copyOf(missing);
    objects = List.copyOf(objects);
  }

  /**
   * One object.
   *
   * @param kind "public key", "private key" or "secret key"
   * @param id CKA_ID; a seed's reference
   * @param flags by name, such as CKA_SENSITIVE; those that the object does not have are left out
   */
  public record Item(String kind, String label, String id, Map<String, Boolean> flags) {
    public boolean isSeed() {
      return SeedObjects.isSeedLabel(label);
    }
  }

  public long seedCount() {
    return objects.stream().filter(Item::isSeed).count();
  }

  /** Reads everything; takes a while where there are many seeds. */
  public static HsmInventory read(Partition partition) {
    List<Item> objects = partition.setUp(HsmInventory::objects);
    return new HsmInventory(
        partition.label(), partition.serial(), partition.model(), partition.missing(), objects);
  }

  private static List<Item> objects(HsmSession session) {
    List<Item> keys = new ArrayList<>();
    List<Item> seeds = new ArrayList<>();
    for (int i = 0; i < CLASSES.length; i++) {
      Template template = new Template().number(CKA_CLASS, CLASSES[i]).flag(CKA_TOKEN, true);
      for (long object : session.find(template)) {
        CK_ATTRIBUTE[] names = session.attributes(object, CKA_LABEL, CKA_ID);
        String label = SeedObjects.text(names[0]);
        if (isOurs(label)) {
          Item item =
              new Item(
                  CLASS_NAMES.get(i), label, SeedObjects.text(names[1]), flags(session, object));
          (item.isSeed() ? seeds : keys).add(item);
        }
      }
    }
    keys.addAll(seeds);
    return keys;
  }

  private static boolean isOurs(String label) {
    return label.startsWith("kagiban-");
  }

  private static Map<String, Boolean> flags(HsmSession session, long object) {
    Map<String, Boolean> flags = new LinkedHashMap<>();
    for (long type : FLAGS) {
      try {
        flags.put(Functions.getAttributeName(type), session.flag(object, type));
      } catch (HsmException e) {
        if (e.code() != Ckr.ATTRIBUTE_TYPE_INVALID) {
          throw e;
        }
      }
    }
    return flags;
  }
}
