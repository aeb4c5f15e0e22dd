package org.kagiban.custody.pskc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads an EncryptionMethod, which some files have above the value that it is about. */
final class MethodParser {
  private final XmlCursor xml;
  private @Nullable String algorithm;

  MethodParser(XmlCursor xml) {
    this.xml = xml;
  }

  static boolean isMethod(String name) {
    return name.equals("xenc:EncryptionMethod") || name.equals("EncryptionMethod");
  }

  /** The algorithm's URI. */
  String parse() throws PskcException, IOException, Refused {
    algorithm = xml.attribute("Algorithm");
    xml.eachChild(this::child);
    String found = algorithm;
    if (found == null) {
      throw new Refused(RefusalReason.BAD_ELEMENT, "EncryptionMethod names no Algorithm.");
    }
    return found;
  }

  private void child(String name) throws Refused {
    switch (xml.localName()) {
      // Without one it is SHA-1; with another it would be another algorithm.
      case "DigestMethod" -> {
        if (!Uris.SHA1.equals(xml.attribute("Algorithm"))) {
          algorithm = algorithm + " with another digest than SHA-1";
        }
      }
      // PBES2 of PKCS #5, in drafts: the key is derived as EncryptionKey says.
      case "EncryptionScheme" -> {
        String scheme = xml.attribute("Algorithm");
        algorithm = scheme == null ? algorithm : scheme;
      }
      case "IV" ->
          throw new Refused(
              RefusalReason.ENCRYPTION_UNSUPPORTED,
              "The IV is kept apart from the encrypted value, where no MAC covers it. Ask the"
                  + " vendor for RFC 6030, which has it in front of the value.");
      default -> {}
    }
  }
}
