package org.kagiban.custody;

import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.token.Institution;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.token.TokenProfile;
import org.kagiban.token.TokenState;
import org.kagiban.token.Validity;
import org.kagiban.token.Verdict;
import org.kagiban.verification.Answer;
import org.kagiban.verification.Caller;
import org.kagiban.verification.Decision;
import org.kagiban.verification.Journal;
import org.kagiban.verification.LedgerView;
import org.kagiban.verification.PreparedChange;
import org.kagiban.verification.RequestContext;
import org.kagiban.verification.RequestIdentity;
import org.kagiban.verification.StaleException;
import org.kagiban.verification.TokenDirectory;
import org.kagiban.verification.TokenEvents;
import org.kagiban.verification.TokenLedger;
import org.kagiban.verification.TrustedClock;
import org.kagiban.verification.WrappedSeed;

/**
 * Makes tokens whose seed the HSM generates and hands out only wrapped under the device's own key.
 * Thread-safe; futures as in {@link KeyCustody}, and {@link
 * org.kagiban.verification.RequestIdReusedException}.
 */
public final class TokenProvisioner {
  private final KeyCustody keys;
  private final TokenLedger ledger;
  private final TokenDirectory directory;
  private final Journal journal;
  private final Map<Institution, String> prefixes;
  private final TrustedClock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param prefixes the four letters with which each institution's Token IDs begin
   */
  public TokenProvisioner(
      KeyCustody keys,
      TokenLedger ledger,
      TokenDirectory directory,
      Journal journal,
      Map<Institution, String> prefixes,
      TrustedClock clock) {
    this.keys = keys;
    this.ledger = ledger;
    this.directory = directory;
    this.journal = journal;
    this.prefixes = Map.copyOf(prefixes);
    this.clock = clock;
  }

  /**
   * Makes a token. A repeated request gets the first token and wrapped seed again.
   *
   * @param institution one that the configuration gives a prefix
   * @param devicePublicKey as in {@link KeyCustody#generate}
   */
  public CompletableFuture<Created> create(
      Caller caller,
      RequestIdentity request,
      Institution institution,
      byte[] devicePublicKey,
      TokenProfile profile) {
    return ledger
        .answered(request)
        .thenCompose(
            answer ->
                answer != null
                    ? CompletableFuture.completedFuture(answer)
                    : createNew(caller, request, institution, devicePublicKey, profile))
        .thenApply(answer -> Created.of(answer, profile));
  }

  private CompletableFuture<Answer> createNew(
      Caller caller,
      RequestIdentity request,
      Institution institution,
      byte[] devicePublicKey,
      TokenProfile profile) {
    RequestContext context = RequestContext.of(caller, request, "create-token", clock.now());
    String prefix = Objects.requireNonNull(prefixes.get(institution), "no prefix");
    return freeId(prefix)
        .thenCompose(
            id -> {
              Token token = draft(id, institution, profile, context);
              return announce(context, token)
                  .thenCompose(event -> keys.generate(id, profile, devicePublicKey))
                  .thenCompose(seed -> register(context, token, seed));
            });
  }

  private CompletableFuture<TokenId> freeId(String prefix) {
    TokenId id = new TokenId(prefix + String.format("%08d", random.nextInt(100_000_000)));
    return directory
        .find(id)
        .thenCompose(
            taken -> taken == null ? CompletableFuture.completedFuture(id) : freeId(prefix));
  }

  private static Token draft(
      TokenId id, Institution institution, TokenProfile profile, RequestContext context) {
    SeedRef seed = new SeedRef(id.value());
    return new Token(
        id, institution, profile, Validity.ALWAYS, seed, new byte[0], context.at(), TokenState.NEW);
  }

  /** The log says first that a key will be made: no key comes to be unlogged. */
  private CompletableFuture<?> announce(RequestContext context, Token token) {
    return journal.write(EventKind.KEY_GENERATING, event -> about(event, context, token));
  }

  private static AuditEvent.Builder about(
      AuditEvent.Builder event, RequestContext context, Token token) {
    return event
        .with(EventField.TOKEN, token.id().value())
        .with(EventField.KEY, token.id().value())
        .with(EventField.INSTITUTION, token.institution().id())
        .with(EventField.CALLER, context.caller().name())
        .with(EventField.REQUEST, context.request().id());
  }

  private CompletableFuture<Answer> register(
      RequestContext context, Token draft, KeyCustody.GeneratedSeed seed) {
    Token token =
        new Token(
            draft.id(),
            draft.institution(),
            draft.profile(),
            draft.validity(),
            draft.seed(),
            seed.kcv(),
            draft.createdAt(),
            draft.state());
    return directory
        .submit(
            new PreparedChange(
                context.request(),
                Set.of(token.id()),
                Set.of(),
                view -> decide(context, token, seed, view)))
        .thenCompose(answer -> settle(context, token, answer));
  }

  private static Decision decide(
      RequestContext context, Token token, KeyCustody.GeneratedSeed seed, LedgerView view) {
    if (view.token(token.id()) != null) {
      throw new StaleException();
    }
    return new Decision(
        Answer.plain(Verdict.ACCEPTED, context.event(), token.id()).withDetail(seed.wrapped()),
        List.of(token),
        List.of(
            TokenEvents.about(EventKind.KEY_GENERATED, context, context.event(), token)
                .with(EventField.KCV, token.kcv())
                .with(EventField.MECHANISM, TokenEvents.kcvMethod(token.profile()))
                .with(EventField.KEK, seed.row() == null ? null : seed.row().kek())
                .build()),
        rows(seed));
  }

  private static List<WrappedSeed> rows(KeyCustody.GeneratedSeed seed) {
    WrappedSeed row = seed.row();
    return row == null ? List.of() : List.of(row);
  }

  /** Destroys the new seed where it is certain that no token refers to it. */
  private CompletableFuture<Answer> settle(RequestContext context, Token token, Answer answer) {
    boolean repeated = !context.event().equals(answer.event());
    if (!repeated) {
      return CompletableFuture.completedFuture(answer);
    }
    return journal
        .write(
            EventKind.KEY_DISCARDED,
            event ->
                about(event, context, token)
                    .with(EventField.KCV, token.kcv())
                    .with(EventField.MECHANISM, TokenEvents.kcvMethod(token.profile()))
                    .with(EventField.REASON, "the request was answered before, with another seed"))
        .thenCompose(told -> keys.destroy(new SeedRef(token.id().value())))
        .thenApply(done -> answer);
  }
}
