package org.kagiban.custody.pskc;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads an element of XML Encryption's EncryptedDataType or EncryptedKeyType. */
final class XencParser {
  /** In base64; the largest real one is an RSA-4096 block. */
  private static final int MOST_CIPHER = 4096;

  private final XmlCursor xml;
  private @Nullable String algorithm;
  private byte @Nullable [] cipher;
  private String keyName = "";

  XencParser(XmlCursor xml) {
    this.xml = xml;
  }

  Encrypted parse() throws PskcException, IOException, Refused {
    String element = xml.localName();
    xml.eachChild(this::child);
    String method = algorithm;
    byte[] bytes = cipher;
    if (method == null || bytes == null) {
      throw new Refused(
          RefusalReason.BAD_ELEMENT,
          element + " has no " + (method == null ? "EncryptionMethod." : "CipherValue."));
    }
    return new Encrypted(method, bytes);
  }

  /** The name in the element's own KeyInfo, empty where there is none. */
  String keyName() {
    return keyName;
  }

  private void child(String name) throws PskcException, IOException, Refused {
    switch (name) {
      case "xenc:EncryptionMethod" -> method();
      case "xenc:CipherData" -> xml.eachChild(this::data);
      case "ds:KeyInfo" -> xml.eachChild(this::keyInfo);
      default -> {}
    }
  }

  private void method() throws PskcException, IOException, Refused {
    algorithm = xml.attribute("Algorithm");
    xml.eachChild(
        name -> {
          // Without one it is SHA-1; with another it would be another algorithm.
          if (name.equals("ds:DigestMethod") && !Uris.SHA1.equals(xml.attribute("Algorithm"))) {
            algorithm = algorithm + " with another digest than SHA-1";
          }
        });
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
