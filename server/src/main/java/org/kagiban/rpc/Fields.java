package org.kagiban.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import io.grpc.Context;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagiban.enrollment.Codes;
import org.kagiban.token.Institution;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.verification.Purpose;
import org.kagiban.verification.RequestDigester;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.Subject;

/**
 * The field rules: the one place that reads what callers write. A field that breaks its rule is
 * noted and a harmless value stands in; {@link #identity} or {@link #done}, called last, refuses
 * the request with all that was noted. No message quotes what the caller wrote.
 */
final class Fields {
  static final String REQUEST_ID = "must be 8 to 64 of A-Z a-z 0-9 . _ -; a fresh UUID does";
  static final String CODE = "must be 6 to 8 digits 0-9, as the token shows them";
  static final String REASON = "must be 1 to 200 characters without control characters; say why";

  private static final Pattern REQUEST_ID_FORM = Pattern.compile("[A-Za-z0-9._-]{8,64}");
  private static final Pattern CODE_FORM = Pattern.compile("[0-9]{6,8}");
  private static final Pattern TEMPORARY_FORM = Pattern.compile("[0-9]{10}");
  private static final TokenId NO_TOKEN = new TokenId("X");
  private static final Institution NO_INSTITUTION = new Institution("X");
  private static final Subscriber NO_SUBSCRIBER = new Subscriber(NO_INSTITUTION, "X");

  private final BadRequest.Builder violations = BadRequest.newBuilder();

  Subject subject(org.kagiban.v1.Subject subject) {
    return switch (subject.getByCase()) {
      case TOKEN_ID -> new Subject.ByToken(tokenId("subject.token_id", subject.getTokenId()));
      case SUBSCRIBER ->
          new Subject.BySubscriber(subscriber("subject.subscriber", subject.getSubscriber()));
      case BY_NOT_SET -> {
        refuse("subject", "is missing; set subscriber or token_id");
        yield new Subject.ByToken(NO_TOKEN);
      }
    };
  }

  Subscriber subscriber(String field, org.kagiban.v1.Subscriber subscriber) {
    Institution institution = institution(field + ".institution", subscriber.getInstitution());
    return subscriberOf(institution, field + ".subscriber_id", subscriber.getSubscriberId());
  }

  Subscriber subscriberOf(Institution institution, String field, String id) {
    return read(field, () -> new Subscriber(institution, id), NO_SUBSCRIBER);
  }

  Institution institution(String field, String id) {
    return read(field, () -> new Institution(id), NO_INSTITUTION);
  }

  TokenId tokenId(String field, String id) {
    return read(field, () -> TokenId.parse(id), NO_TOKEN);
  }

  /** A code as a token shows it, or a temporary one. */
  String anyCode(String field, String code) {
    if (!CODE_FORM.matcher(code).matches() && !TEMPORARY_FORM.matcher(code).matches()) {
      refuse(field, CODE + ", or a temporary code of 10 digits");
    }
    return code;
  }

  /** Codes of an enrolment; the second may be left out. */
  Codes codes(String first, String second) {
    code("code", first);
    if (!second.isEmpty()) {
      code("second_code", second);
    }
    return new Codes(first, second.isEmpty() ? null : second);
  }

  /** Two codes in a row. */
  Codes twoCodes(String first, String second) {
    code("first_code", first);
    code("second_code", second);
    return new Codes(first, second);
  }

  /** A code as a token shows it. */
  String code(String field, String code) {
    if (!CODE_FORM.matcher(code).matches()) {
      refuse(field, CODE);
    }
    return code;
  }

  Purpose purpose(org.kagiban.v1.Purpose purpose) {
    return switch (purpose) {
      case PURPOSE_LOGIN -> Purpose.LOGIN;
      case PURPOSE_TRANSFER -> Purpose.TRANSFER;
      case PURPOSE_UNSPECIFIED, UNRECOGNIZED -> {
        refuse("purpose", "must be PURPOSE_LOGIN or PURPOSE_TRANSFER");
        yield Purpose.LOGIN;
      }
    };
  }

  /** Text for the audit log. */
  String text(String field, String text, String rule) {
    int length = text.codePointCount(0, text.length());
    if (length > 200 || text.isBlank() || text.codePoints().anyMatch(Character::isISOControl)) {
      refuse(field, rule);
    }
    return text;
  }

  String reason(String text) {
    return text("reason", text, REASON);
  }

  /** Zero stands for {@code fallback}. */
  int number(String field, int unsigned, int most, int fallback) {
    if (unsigned < 0 || unsigned > most) {
      refuse(field, "must be 1 to " + most + ", or 0 for " + fallback);
      return fallback;
    }
    return unsigned == 0 ? fallback : unsigned;
  }

  /** A place or a size in the log. */
  long size(String field, long unsigned) {
    if (unsigned < 0) {
      refuse(field, "must be less than 2^63");
    }
    return Math.max(0, unsigned);
  }

  /** What the message says, or the default where it says nothing. */
  TokenProfile profile(boolean present, org.kagiban.v1.TokenProfile profile) {
    return present ? ProfileMapping.read(this, profile) : TokenProfile.DEFAULT;
  }

  byte[] publicKey(String field, ByteString key) {
    if (key.size() < 256 || key.size() > 1024) {
      refuse(field, "must be an RSA public key of 2048 to 4096 bits, SubjectPublicKeyInfo in DER");
    }
    return key.toByteArray();
  }

  /** Where the page before ended; null for the first page. */
  @Nullable TokenId page(String token) {
    String rule = "must be next_page_token of the page before, or empty";
    return token.isEmpty() ? null : read("page_token", () -> new TokenId(token), NO_TOKEN, rule);
  }

  void refuse(String field, String description) {
    violations.addFieldViolations(
        FieldViolation.newBuilder().setField(field).setDescription(description));
  }

  private <T> T read(String field, Supplier<T> reader, T standIn) {
    return read(field, reader, standIn, "");
  }

  private <T> T read(String field, Supplier<T> reader, T standIn, String rule) {
    try {
      return reader.get();
    } catch (IllegalArgumentException e) {
      refuse(field, rule.isEmpty() ? String.valueOf(e.getMessage()) : rule);
      return standIn;
    }
  }

  /** Refuses the request where a rule was broken; otherwise says which request it is. */
  RequestIdentity identity(RequestDigester digester, String requestId, MessageLite request) {
    CallRecord call = CallRecord.current();
    if (REQUEST_ID_FORM.matcher(requestId).matches()) {
      call.requestId(requestId);
    } else {
      refuse("request_id", REQUEST_ID);
    }
    done();
    return digester
        .identify(call.caller().name(), requestId, call.method(), request.toByteArray())
        .awaitedUntil(Context.current()::isCancelled);
  }

  /** Refuses the request where a rule was broken. */
  void done() {
    if (violations.getFieldViolationsCount() > 0) {
      throw ApiFault.badRequest("FIELD_INVALID", violations.build());
    }
  }
}
