package org.kagiban.campaign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.campaign.Outcome.Answered;

/** What the exported log must say of the answers that clients had, and of nothing else. */
final class LogRules implements KnownOrder {
  private static final Set<String> OPERATIONS = Set.of("verify", "verify-transaction", "unlock");

  private final List<AuditEvent> events;
  private final Map<String, AuditEvent> byId = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final Map<String, AuditEvent> uses = new HashMap<>();
  private final Map<String, AuditEvent> unlocks = new HashMap<>();
  private final Map<String, AuditEvent> refusals = new HashMap<>();
  private final List<Violation> found = new ArrayList<>();

  /**
   * @param events the whole log, in its order
   * @param tokens whose events are looked at
   */
  LogRules(List<AuditEvent> events, Set<String> tokens) {
    this.events = events.stream().filter(e -> isAbout(e, tokens)).toList();
    for (AuditEvent event : this.events) {
      places.put(event.id().toString(), places.size());
      byId.put(event.id().toString(), event);
      if (event.kind() == EventKind.TOKEN_UNLOCKED) {
        unlocks.put(event.text(EventField.REQUEST), event);
      }
      if (event.kind() == EventKind.REQUEST_REFUSED) {
        refusals.put(event.text(EventField.REQUEST), event);
      }
      if (event.kind() == EventKind.KEY_USED) {
        AuditEvent other = uses.put(event.text(EventField.REQUEST), event);
        if (other != null) {
          broken("logged", "two uses of a key for one request: " + other + ", " + event);
        }
      }
    }
  }

  /** Of the run: customers were enrolled before it. */
  private static boolean isAbout(AuditEvent event, Set<String> tokens) {
    String token = token(event);
    String operation = event.text(EventField.OPERATION);
    return token != null
        && tokens.contains(token)
        && OPERATIONS.contains(String.valueOf(operation));
  }

  private static @Nullable String token(AuditEvent event) {
    return event.text(EventField.TOKEN);
  }

  /**
   * Each answer has its event, which says the same; each use of a key belongs to a request.
   *
   * @param limit wrong codes until a token locks
   */
  List<Violation> check(Collection<Operation> operations, int limit) {
    Set<String> asked = new HashSet<>();
    for (Operation operation : operations) {
      asked.add(operation.request());
      if (operation.outcome() instanceof Answered answer) {
        checkAnswer(operation, answer);
      }
    }
    uses.forEach(
        (request, event) -> {
          if (!asked.contains(request)) {
            broken("logged", "a use of a key that nobody asked for: " + event);
          }
        });
    checkGuesses(limit);
    return found;
  }

  private void checkAnswer(Operation operation, Answered answer) {
    AuditEvent event = eventOf(operation, answer);
    if (event == null) {
      broken("logged", "an answer without its event: " + operation);
      return;
    }
    boolean verify = !(operation.action() instanceof Action.Unlock);
    EventKind kind = event.kind();
    boolean fits =
        verify
            ? kind == EventKind.KEY_USED && answer.verdict().equals(event.text(EventField.VERDICT))
            : kind == EventKind.TOKEN_UNLOCKED || kind == EventKind.REQUEST_REFUSED;
    if (!fits
        || !operation.request().equals(event.text(EventField.REQUEST))
        || !operation.token().equals(token(event))) {
      broken("logged", "the event " + event + " is not that of the answer " + operation);
    }
  }

  /** A refusal does not name its event. */
  private @Nullable AuditEvent eventOf(Operation operation, Answered answer) {
    return answer.event().isEmpty() ? refusals.get(operation.request()) : byId.get(answer.event());
  }

  /** Where the log has it: the events of one token stand in the order of their transactions. */
  @Override
  public OptionalInt placeOf(Operation operation) {
    AuditEvent event =
        operation.outcome() instanceof Answered answer
            ? eventOf(operation, answer)
            : lostEventOf(operation);
    Integer place = event == null ? null : places.get(event.id().toString());
    return place == null ? OptionalInt.empty() : OptionalInt.of(place);
  }

  /** Nobody was told of it, or somebody of another body with its id. */
  private @Nullable AuditEvent lostEventOf(Operation operation) {
    return operation.action() instanceof Action.Unlock
        ? unlocks.get(operation.request())
        : uses.get(operation.request());
  }

  /** In the log's own order, for a key's events stand in the order of their transactions. */
  private void checkGuesses(int limit) {
    Map<String, Integer> guesses = new HashMap<>();
    for (AuditEvent event : events) {
      String token = Objects.requireNonNull(token(event));
      if (event.kind() == EventKind.TOKEN_UNLOCKED) {
        guesses.put(token, 0);
      }
      if (event.kind() != EventKind.KEY_USED) {
        continue;
      }
      String verdict = event.text(EventField.VERDICT);
      if ("ACCEPTED".equals(verdict)) {
        guesses.put(token, 0);
      } else if ("WRONG_CODE".equals(verdict) && guesses.merge(token, 1, Integer::sum) > limit) {
        broken("bounded-guessing", "more than " + limit + " wrong codes were compared: " + event);
      }
    }
  }

  /** How many uses of keys the log tells of. */
  int uses() {
    return uses.size();
  }

  private void broken(String rule, String message) {
    found.add(new Violation(rule, message));
  }
}
