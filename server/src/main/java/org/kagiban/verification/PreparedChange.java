package org.kagiban.verification;

import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kagiban.token.Subscriber;
import org.kagiban.token.TokenId;

/** A change from its parts. */
public record PreparedChange(
    @Nullable RequestIdentity request,
    Set<TokenId> tokens,
    Set<Subscriber> subscribers,
    Function<LedgerView, Decision> decider)
    implements Change {

  /** A change of one subject's token. */
  public static PreparedChange of(
      RequestIdentity request, Subject subject, Function<LedgerView, Decision> decider) {
    if (subject instanceof Subject.ByToken token) {
      return new PreparedChange(request, Set.of(token.id()), Set.of(), decider);
    }
    Subscriber subscriber = ((Subject.BySubscriber) subject).subscriber();
    return new PreparedChange(request, Set.of(), Set.of(subscriber), decider);
  }

  @Override
  public Decision decide(LedgerView view) {
    return decider.apply(view);
  }
}
