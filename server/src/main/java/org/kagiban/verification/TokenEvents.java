package org.kagiban.verification;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventId;
import org.kagiban.audit.EventKind;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TemporaryCode;
import org.kagiban.token.Token;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.Transition;
import org.kagiban.token.Verdict;

/** Writes down what a request did, as audit events. Pure. */
public final class TokenEvents {
  private TokenEvents() {}

  /** The use of a token's key. */
  public static AuditEvent keyUsed(
      RequestContext context, Token token, Evidence evidence, Verdict verdict) {
    AuditEvent.Builder event =
        about(EventKind.KEY_USED, context, context.event(), token)
            .with(EventField.VERDICT, verdict.name())
            .with(EventField.MECHANISM, mechanism(token))
            .with(EventField.HMACS, evidence.hmacs());
    byte[] transaction = context.transaction();
    if (transaction != null) {
      event.with(EventField.HASH, transaction);
    }
    if (evidence.hmacs() > 0) {
      event.with(EventField.HSM_TIME, evidence.hsmMicros());
    }
    return event.build();
  }

  /** A request that found no token that the caller may see. */
  public static AuditEvent refused(RequestContext context, Subject subject, Verdict verdict) {
    AuditEvent.Builder event =
        request(EventKind.REQUEST_REFUSED, context, context.event())
            .with(EventField.VERDICT, verdict.name());
    if (subject instanceof Subject.ByToken token) {
      return event.with(EventField.TOKEN, token.id().value()).build();
    }
    Subscriber subscriber = ((Subject.BySubscriber) subject).subscriber();
    return event
        .with(EventField.INSTITUTION, subscriber.institution().id())
        .with(EventField.SUBSCRIBER, subscriber.id())
        .build();
  }

  /** A request about a token that is not of a kind, or in a state, for it. */
  public static AuditEvent refused(RequestContext context, Token token, Verdict verdict) {
    return about(EventKind.REQUEST_REFUSED, context, context.event(), token)
        .with(EventField.VERDICT, verdict.name())
        .build();
  }

  /**
   * What a transition did beside.
   *
   * @param before the token before it, for whose it was
   * @param first number of the first event's id: 0 for the request's own
   */
  public static List<AuditEvent> effects(
      RequestContext context, Token before, Transition transition, int first) {
    List<AuditEvent> events = new ArrayList<>();
    for (Transition.Effect effect : transition.effects()) {
      int number = first + events.size();
      EventId id = number == 0 ? context.event() : context.event().sibling(number);
      AuditEvent.Builder event =
          about(kind(effect), context, id, before)
              .with(EventField.SUBSCRIBER, subscriber(before, transition));
      events.add(temporaryCode(event, effect, transition).build());
    }
    return events;
  }

  private static AuditEvent.Builder temporaryCode(
      AuditEvent.Builder event, Transition.Effect effect, Transition transition) {
    TemporaryCode code = transition.next().temporaryCode();
    return switch (effect) {
      case TEMPORARY_CODE_ISSUED, TEMPORARY_CODE_USED ->
          code == null
              ? event.with(EventField.USES, 0)
              : event
                  .with(EventField.USES, code.usesLeft())
                  .with(
                      EventField.EXPIRES,
                      ChronoUnit.MICROS.between(Instant.EPOCH, code.expiresAt()));
      default -> event;
    };
  }

  /** How a seed's key check value is computed; see {@link Token}. */
  public static String kcvMethod(TokenProfile profile) {
    String hash =
        switch (profile.algorithm()) {
          case SHA1 -> "SHA-1";
          case SHA256 -> "SHA-256";
          case SHA512 -> "SHA-512";
        };
    return "first 8 bytes of HMAC-" + hash + " over \"kagiban kcv\"";
  }

  /** An event of a request about a token. */
  public static AuditEvent.Builder about(
      EventKind kind, RequestContext context, EventId id, Token token) {
    SeedRef seed = token.seed();
    return request(kind, context, id)
        .with(EventField.TOKEN, token.id().value())
        .with(EventField.KEY, seed == null ? null : seed.value())
        .with(EventField.INSTITUTION, token.institution().id());
  }

  /** An event of a request. */
  public static AuditEvent.Builder request(EventKind kind, RequestContext context, EventId id) {
    Purpose purpose = context.purpose();
    return AuditEvent.of(kind, id, context.at())
        .with(EventField.CALLER, context.caller().name())
        .with(EventField.REQUEST, context.request().id())
        .with(EventField.OPERATION, context.operation())
        .with(EventField.PURPOSE, purpose == null ? null : purpose.name().toLowerCase(Locale.ROOT))
        .with(EventField.REASON, context.reason());
  }

  private static @Nullable String subscriber(Token before, Transition transition) {
    Subscriber now = transition.next().subscriber();
    Subscriber was = before.state().subscriber();
    Subscriber named = now == null ? was : now;
    return named == null ? null : named.id();
  }

  private static String mechanism(Token token) {
    return switch (token.profile().algorithm()) {
      case SHA1 -> "CKM_SHA_1_HMAC";
      case SHA256 -> "CKM_SHA256_HMAC";
      case SHA512 -> "CKM_SHA512_HMAC";
    };
  }

  private static EventKind kind(Transition.Effect effect) {
    return switch (effect) {
      case ENROLLED -> EventKind.TOKEN_ENROLLED;
      case UNENROLLED -> EventKind.TOKEN_UNENROLLED;
      case LOCKED -> EventKind.TOKEN_LOCKED;
      case UNLOCKED -> EventKind.TOKEN_UNLOCKED;
      case SUSPENDED -> EventKind.TOKEN_SUSPENDED;
      case RESUMED -> EventKind.TOKEN_RESUMED;
      case RETIRED -> EventKind.TOKEN_RETIRED;
      case TEMPORARY_CODE_ISSUED -> EventKind.TEMPORARY_CODE_ISSUED;
      case TEMPORARY_CODE_USED -> EventKind.TEMPORARY_CODE_USED;
    };
  }
}
