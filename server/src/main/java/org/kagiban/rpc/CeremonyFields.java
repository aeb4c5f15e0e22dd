package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.ceremony.CeremonyDesk.ComponentCheck;
import org.kagiban.custody.ceremony.CeremonyDesk.RunInput;
import org.kagiban.custody.ceremony.CeremonyDesk.Signature;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.v1.CeremonySignature;
import org.kagiban.v1.RunCeremonyRequest;

/** The field rules of CeremonyService; see {@link Fields}. */
final class CeremonyFields {
  private static final int MAX_YAML = 64 * 1024;
  private static final int MAX_SIGNATURE = 1024;

  /** The last second of the year 9999, the last one that a Timestamp can say. */
  private static final long MAX_SECONDS = 253_402_300_799L;

  private static final CeremonyId NO_ID = new CeremonyId(new UUID(0, 0));

  private final Fields fields = new Fields();

  CeremonyId id(String text) {
    try {
      return CeremonyId.parse(text);
    } catch (IllegalArgumentException e) {
      fields.refuse("ceremony_id", "must be a UUID in lower case, such as list shows");
      return NO_ID;
    }
  }

  Signature signature(boolean present, CeremonySignature signature) {
    if (!present) {
      fields.refuse("signature", "is missing; sign with the client certificate's key");
    } else if (signature.getSignature().isEmpty()
        || signature.getSignature().size() > MAX_SIGNATURE) {
      fields.refuse("signature.signature", "must be 1 to " + MAX_SIGNATURE + " bytes");
    }
    Instant at = present ? moment("signature.signed_at", signature.getSignedAt()) : Instant.EPOCH;
    Instant end = present ? moment("signature.expires_at", signature.getExpiresAt()) : at;
    return new Signature(at, end, signature.getSignature().toByteArray());
  }

  private Instant moment(String field, Timestamp time) {
    long seconds = time.getSeconds();
    int nanos = time.getNanos();
    if (seconds < 1 || seconds > MAX_SECONDS || nanos < 0 || nanos > 999_999_999) {
      fields.refuse(field, "must be a moment of this time, as seconds and nanoseconds");
      return Instant.EPOCH;
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  byte[] hash(ByteString hash) {
    if (hash.size() != 32) {
      fields.refuse("file_hash", "must be the SHA-256 of the file that you have read, 32 bytes");
    }
    return hash.toByteArray();
  }

  byte[] yaml(String field, ByteString text) {
    if (text.isEmpty() || text.size() > MAX_YAML) {
      fields.refuse(field, "must be YAML of 1 to " + MAX_YAML + " bytes");
    }
    return text.toByteArray();
  }

  String reason(String text) {
    return fields.reason(text);
  }

  int limit(int unsigned) {
    return fields.number("limit", unsigned, 1000, 100);
  }

  RunInput input(RunCeremonyRequest request) {
    byte @Nullable [] wrapped = wrapped(request.getWrappedKey());
    if (request.getComponentsCount() > 3) {
      fields.refuse("components", "must be at most 3: a key has two or three components");
    }
    List<ComponentCheck> checks = new ArrayList<>();
    for (org.kagiban.v1.ComponentCheck component : request.getComponentsList()) {
      String field = "components[" + checks.size() + "]";
      String rule = "must be 1 to 200 characters, the name in the ceremony's file";
      String custodian = fields.text(field + ".custodian", component.getCustodian(), rule);
      if (component.getKcv().isEmpty() || component.getKcv().size() > 16) {
        fields.refuse(field + ".kcv", "must be 1 to 16 bytes");
      }
      checks.add(new ComponentCheck(custodian, component.getKcv().toByteArray()));
    }
    return new RunInput(wrapped, checks);
  }

  private byte @Nullable [] wrapped(ByteString key) {
    if (key.isEmpty()) {
      return null;
    }
    if (key.size() < 256 || key.size() > 512) {
      fields.refuse(
          "wrapped_key", "must be 256 to 512 bytes: RSAES-OAEP under the import key, or nothing");
    }
    return key.toByteArray();
  }

  /** Refuses the request where a rule was broken. */
  void done() {
    fields.done();
  }
}
