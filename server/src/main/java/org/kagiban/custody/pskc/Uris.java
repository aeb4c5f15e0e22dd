package org.kagiban.custody.pskc;

/** The namespaces and algorithm names of a PSKC file. */
final class Uris {
  static final String PSKC = "urn:ietf:params:xml:ns:keyprov:pskc";

  /** Of draft-ietf-keyprov-pskc before its version 02, and of vendors that kept it. */
  static final String PSKC_DRAFT = PSKC + ":1.0";

  static final String DS = "http://www.w3.org/2000/09/xmldsig#";
  static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
  static final String XENC11 = "http://www.w3.org/2009/xmlenc11#";
  static final String PKCS5 = "http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#";

  static final String RSA_OAEP_SHA1 = XENC + "rsa-oaep-mgf1p";
  static final String SHA1 = DS + "sha1";
  static final String KW_AES256_PAD = XENC11 + "kw-aes-256-pad";

  /** Marks a sealed file: each ValueMAC covers a {@link BoundData}. */
  static final String BINDING = "urn:kagiban:pskc:binding-hmac-sha256";

  private Uris() {}
}
