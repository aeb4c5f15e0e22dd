package org.kagiban.custody.pskc;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.Validity;

/** Writes a sealed file, record by record. Not thread-safe. */
final class SealedWriter {
  private final OutputStream out;
  private final XMLStreamWriter xml;

  SealedWriter(OutputStream target) throws IOException {
    out = new BufferedOutputStream(target, 1 << 16);
    try {
      xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  void begin(SealedHeader header) throws IOException {
    try {
      xml.writeStartDocument("UTF-8", "1.0");
      line();
      xml.writeStartElement("KeyContainer");
      xml.writeDefaultNamespace(Uris.PSKC);
      xml.writeNamespace("ds", Uris.DS);
      xml.writeNamespace("xenc", Uris.XENC);
      xml.writeAttribute("Version", "1.0");
      line();
      xml.writeStartElement("EncryptionKey");
      text("ds:KeyName", header.importKeyFingerprint());
      xml.writeStartElement("xenc:EncryptedKey");
      encrypted(Uris.RSA_OAEP_SHA1, Uris.SHA1, header.wrappedTransportKey());
      end(2);
      line();
      xml.writeStartElement("MACMethod");
      xml.writeAttribute("Algorithm", Uris.BINDING);
      xml.writeStartElement("MACKey");
      encrypted(Uris.KW_AES256_PAD, null, header.wrappedMacKey());
      end(2);
      line();
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  void record(PskcRecord record, byte[] wrapped, byte[] mac) throws IOException {
    try {
      xml.writeStartElement("KeyPackage");
      xml.writeStartElement("DeviceInfo");
      if (!record.manufacturer().isEmpty()) {
        text("Manufacturer", record.manufacturer());
      }
      text("SerialNo", record.tokenId().value());
      end(1);
      xml.writeStartElement("Key");
      xml.writeAttribute("Id", record.tokenId().value());
      xml.writeAttribute("Algorithm", Uris.PSKC + ":" + lower(record.profile().type().name()));
      parameters(record.profile());
      data(record, wrapped, mac);
      policy(record.validity());
      end(2);
      line();
    } catch (XMLStreamException e) {
      throw failed(e);
    }
  }

  /** Ends the document; everything has left this object's buffers afterwards. */
  void finish() throws IOException {
    try {
      xml.writeEndElement();
      line();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw failed(e);
    }
    out.flush();
  }

  private void parameters(TokenProfile profile) throws XMLStreamException {
    xml.writeStartElement("AlgorithmParameters");
    text("Suite", "HMAC-" + profile.algorithm().name());
    xml.writeEmptyElement("ResponseFormat");
    xml.writeAttribute("Length", Integer.toString(profile.digits()));
    xml.writeAttribute("Encoding", "DECIMAL");
    end(1);
  }

  private void data(PskcRecord record, byte[] wrapped, byte[] mac) throws XMLStreamException {
    xml.writeStartElement("Data");
    xml.writeStartElement("Secret");
    xml.writeStartElement("EncryptedValue");
    encrypted(Uris.KW_AES256_PAD, null, wrapped);
    end(1);
    text("ValueMAC", base64(mac));
    end(1);
    boolean counts = record.profile().type() == OtpType.HOTP;
    xml.writeStartElement(counts ? "Counter" : "TimeInterval");
    long number = counts ? record.counter() : record.profile().periodSeconds();
    text("PlainValue", Long.toString(number));
    end(2);
  }

  private void policy(Validity validity) throws XMLStreamException {
    Instant from = validity.from();
    Instant until = validity.until();
    if (from == null && until == null) {
      return;
    }
    xml.writeStartElement("Policy");
    if (from != null) {
      text("StartDate", from.toString());
    }
    if (until != null) {
      text("ExpiryDate", until.toString());
    }
    end(1);
  }

  private void encrypted(String algorithm, @Nullable String digest, byte[] cipher)
      throws XMLStreamException {
    xml.writeStartElement("xenc:EncryptionMethod");
    xml.writeAttribute("Algorithm", algorithm);
    if (digest != null) {
      xml.writeEmptyElement("ds:DigestMethod");
      xml.writeAttribute("Algorithm", digest);
    }
    end(1);
    xml.writeStartElement("xenc:CipherData");
    text("xenc:CipherValue", base64(cipher));
    end(1);
  }

  private void text(String element, String value) throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeCharacters(value);
    xml.writeEndElement();
  }

  private void end(int elements) throws XMLStreamException {
    for (int i = 0; i < elements; i++) {
      xml.writeEndElement();
    }
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static IOException failed(XMLStreamException e) {
    return e.getNestedException() instanceof IOException io
        ? io
        : new IOException("writing the sealed file failed", e);
  }
}
