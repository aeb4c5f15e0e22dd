package org.kagiban.custody.pskc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads EncryptionKey, which is a ds:KeyInfo. */
final class EncryptionKeyParser {
  private final XmlCursor xml;
  private String keyName = "";
  private @Nullable Encrypted carried;
  private PskcHeader.@Nullable Derived derived;
  private String other = "";
  private @Nullable String method;

  EncryptionKeyParser(XmlCursor xml) {
    this.xml = xml;
  }

  PskcHeader.EncryptionKey parse() throws PskcException, IOException, Refused {
    xml.eachChild(this::child);
    Encrypted wrapped = carried;
    if (derived != null) {
      return derived;
    }
    if (wrapped != null) {
      return new PskcHeader.Carried(wrapped, keyName);
    }
    // A vendor may leave the name of the only key away, but not what it is.
    return other.isEmpty() ? new PskcHeader.PreShared(keyName) : new PskcHeader.Other(other);
  }

  /** The EncryptionMethod of the seeds, where it stands here; null where not. */
  @Nullable String method() {
    return method;
  }

  private void child(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "ds:KeyName" -> keyName = xml.text(256);
      // RFC 6030 figure 7 has xenc11; files made after its drafts have pkcs5 or PSKC's own.
      case "xenc11:DerivedKey", "pkcs5:DerivedKey", "DerivedKey" -> derivedKey();
      case "xenc:EncryptedKey" -> encryptedKey();
      case "xenc:EncryptionMethod", "EncryptionMethod" -> method = new MethodParser(xml).parse();
      default -> other = xml.localName();
    }
  }

  private void encryptedKey() throws PskcException, IOException, Refused {
    XencParser parser = new XencParser(xml);
    carried = parser.parse();
    if (keyName.isEmpty()) {
      keyName = parser.keyName();
    }
  }

  private void derivedKey() throws PskcException, IOException, Refused {
    xml.eachChild(
        name -> {
          if (xml.localName().equals("KeyDerivationMethod")) {
            derived = new Pbkdf2Parser(xml).parse();
          }
        });
    if (derived == null) {
      throw new Refused(RefusalReason.BAD_ELEMENT, "DerivedKey has no KeyDerivationMethod.");
    }
  }
}
