package org.kagiban.custody.pskc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads an element of XML Encryption's EncryptedDataType or EncryptedKeyType. */
final class XencParser {
  /** In base64; the largest real one is an RSA-4096 block. */
  private static final int MOST_CIPHER = 4096;

  private final XmlCursor xml;
  private String algorithm = "";
  private byte @Nullable [] cipher;
  private String keyName = "";

  XencParser(XmlCursor xml) {
    this.xml = xml;
  }

  /** An element that has to have an EncryptionMethod. */
  Encrypted parse() throws PskcException, IOException, Refused {
    String element = xml.localName();
    Encrypted value = parseAny();
    if (value.algorithm().isEmpty()) {
      throw new Refused(RefusalReason.BAD_ELEMENT, element + " has no EncryptionMethod.");
    }
    return value;
  }

  /** An element whose EncryptionMethod may stand further up: the algorithm is empty then. */
  Encrypted parseAny() throws PskcException, IOException, Refused {
    String element = xml.localName();
    xml.eachChild(this::child);
    byte[] bytes = cipher;
    if (bytes == null) {
      throw new Refused(RefusalReason.BAD_ELEMENT, element + " has no CipherValue.");
    }
    return new Encrypted(algorithm, bytes);
  }

  /** The name in the element's own KeyInfo, empty where there is none. */
  String keyName() {
    return keyName;
  }

  private void child(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "xenc:EncryptionMethod", "EncryptionMethod" -> algorithm = new MethodParser(xml).parse();
      case "xenc:CipherData" -> xml.eachChild(this::data);
      case "ds:KeyInfo" -> xml.eachChild(this::keyInfo);
      default -> {}
    }
  }

  private void data(String name) throws PskcException, IOException, Refused {
    if (name.equals("xenc:CipherValue")) {
      cipher = xml.base64(MOST_CIPHER);
    }
  }

  private void keyInfo(String name) throws PskcException, IOException, Refused {
    if (name.equals("ds:KeyName")) {
      keyName = xml.text(256);
    }
  }
}
