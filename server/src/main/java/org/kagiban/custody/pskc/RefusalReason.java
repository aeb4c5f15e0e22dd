package org.kagiban.custody.pskc;

/** Why one record of a seed file was refused. The names are part of the API and never change. */
public enum RefusalReason {
  DUPLICATE_ELEMENT,
  VALUE_TOO_LONG,
  BAD_BASE64,
  BAD_NUMBER,
  BAD_DATE,
  BAD_ELEMENT,
  /** A KeyPackage without a Key. */
  NO_KEY,
  NO_TOKEN_ID,
  BAD_TOKEN_ID,
  ALGORITHM_UNSUPPORTED,
  FORMAT_UNSUPPORTED,
  PERIOD_UNSUPPORTED,
  /** The key comes with a policy that this server does not know or cannot keep (RFC 6030 §5). */
  POLICY_UNSUPPORTED,
  KEY_USAGE,
  BAD_VALIDITY,
  NO_SEED,
  ENCRYPTED_FIELD,
  ENCRYPTION_UNSUPPORTED,
  /** A seed in plaintext in a file whose other seeds are encrypted. */
  PLAINTEXT_SEED,
  MAC_MISSING,
  /** Also where a seed does not decrypt: no difference shows. */
  MAC_WRONG,
  SEED_TOO_SHORT,
  SEED_TOO_LONG,
  /** In a sealed file: a wrapped seed or binding MAC of a length that no sealing makes. */
  BAD_SEAL
}
