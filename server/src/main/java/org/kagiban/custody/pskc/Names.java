package org.kagiban.custody.pskc;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Names of elements and attributes as the parsers spell them: RFC 6030's, whatever prefix, letter
 * case or draft a file has. privacyIDEA exports all names in lower case; draft-ietf-keyprov-pskc-02
 * says Device, KeyId and KeyAlgorithm. Since every spelling becomes one name here, an element that
 * is there in two spellings is there twice, and refused.
 */
final class Names {
  private static final Map<String, String> PREFIXES =
      Map.of(
          // Files by hand and some vendors' have no namespace at all.
          "",
          "",
          Uris.PSKC,
          "",
          Uris.PSKC_DRAFT,
          "",
          Uris.DS,
          "ds:",
          Uris.XENC,
          "xenc:",
          Uris.XENC11,
          "xenc11:",
          Uris.PKCS5,
          "pkcs5:");

  /** Every name that some parser here looks for. */
  private static final String ELEMENTS =
      "KeyContainer EncryptionKey EncryptionMethod MACMethod MACAlgorithm MACKey MACKeyReference"
          + " KeyPackage DeviceInfo Manufacturer SerialNo StartDate ExpiryDate Expiry Key"
          + " AlgorithmParameters Usage Suite ResponseFormat ChallengeFormat Data Secret Counter"
          + " Time TimeInterval TimeDrift PlainValue EncryptedValue ValueMAC Policy KeyUsage"
          + " PINPolicy NumberOfTransactions Extensions FriendlyName IV DigestMethod"
          + " EncryptionScheme KeyName KeyInfo EncryptedKey CipherData CipherValue DerivedKey"
          + " KeyDerivationMethod Salt Specified IterationCount KeyLength PRF";

  private static final Map<String, String> LOCAL = elements();

  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "keyid", "id",
          "keyalgorithm", "algorithm",
          "format", "encoding",
          "checkdigit", "checkdigits");

  private Names() {}

  /**
   * An element's name: alone in PSKC's namespaces and in none, otherwise with the usual prefix of
   * its namespace; "?:" in front where that is not known.
   */
  static String element(@Nullable String namespace, String local) {
    String prefix = PREFIXES.get(namespace == null ? "" : namespace);
    return prefix == null ? "?:" + local : prefix + local(local);
  }

  /** An element's name without its namespace. */
  static String local(String written) {
    String known = LOCAL.get(written);
    return known != null ? known : LOCAL.getOrDefault(written.toLowerCase(Locale.ROOT), written);
  }

  /** The value without white space at its ends; RFC 6030's spelling goes before any other. */
  static @Nullable String attribute(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue("", name);
    for (int i = 0; value == null && i < xml.getAttributeCount(); i++) {
      String lower = xml.getAttributeLocalName(i).toLowerCase(Locale.ROOT);
      if (isOurs(xml, i) && ATTRIBUTES.getOrDefault(lower, lower).equalsIgnoreCase(name)) {
        value = xml.getAttributeValue(i);
      }
    }
    return value == null ? null : value.strip();
  }

  /** The name of an attribute, "?:" in front where it is in a namespace. */
  static String attributeName(XMLStreamReader xml, int index) {
    return (isOurs(xml, index) ? "" : "?:") + xml.getAttributeLocalName(index);
  }

  private static boolean isOurs(XMLStreamReader xml, int index) {
    String namespace = xml.getAttributeNamespace(index);
    return namespace == null || namespace.isEmpty();
  }

  private static Map<String, String> elements() {
    Map<String, String> names = new HashMap<>();
    for (String name : ELEMENTS.split(" ", -1)) {
      names.put(name, name);
      names.put(name.toLowerCase(Locale.ROOT), name);
    }
    names.put("device", "KeyPackage");
    names.put("deviceid", "DeviceInfo");
    return Map.copyOf(names);
  }
}
