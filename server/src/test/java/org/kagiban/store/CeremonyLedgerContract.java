package org.kagiban.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kagiban.store.LedgerHarness.failureOf;
import static org.kagiban.store.LedgerHarness.get;
import static org.kagiban.store.Tokens.NOW;
import static org.kagiban.store.Tokens.fresh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.kagiban.custody.ceremony.Act;
import org.kagiban.custody.ceremony.Ceremony;
import org.kagiban.custody.ceremony.Ceremony.Status;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.custody.ceremony.CeremonyLedger;
import org.kagiban.custody.ceremony.CustodyKey;

/** What every engine's store does for ceremonies and keys. */
abstract class CeremonyLedgerContract extends CustodyHarness {
  @Test
  void ceremony_grows_andIsReadBackWhole() {
    Ceremony proposed = ceremony(Status.PROPOSED, null, Act.PROPOSE);
    Ceremony executed =
        ceremony(Status.EXECUTED, "outcome: good\n", Act.PROPOSE, Act.APPROVE, Act.RUN);
    get(write(proposed));
    assertThat(get(ceremonies().find(ONE))).isEqualTo(proposed);
    get(write(executed, key(CustodyKey.State.ACTIVE)));
    reopen();
    assertThat(get(ceremonies().find(ONE))).isEqualTo(executed);
    assertThat(get(ceremonies().latest(10))).containsExactly(executed);
    assertThat(get(ceremonies().keys())).containsExactly(key(CustodyKey.State.ACTIVE));
    assertThat(get(ceremonies().find(CeremonyId.random()))).isNull();
  }

  @Test
  void ceremony_whatWasSigned_cannotBeTakenAwayOrChanged() {
    get(write(ceremony(Status.PROPOSED, null, Act.PROPOSE, Act.APPROVE)));
    assertThat(failureOf(write(ceremony(Status.PROPOSED, null, Act.PROPOSE))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(failureOf(write(ceremony(Status.PROPOSED, null, Act.PROPOSE, Act.CANCEL))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(get(ceremonies().find(ONE)).signed()).hasSize(2);
  }

  @Test
  void ceremony_changeThrows_nothingIsWritten() {
    long before = eventCount();
    RuntimeException refusal = new IllegalStateException("refused");
    assertThat(
            failureOf(
                ceremonies()
                    .submit(
                        ONE,
                        view -> {
                          throw refusal;
                        })))
        .isSameAs(refusal);
    assertThat(get(ceremonies().find(ONE))).isNull();
    assertThat(eventCount()).isEqualTo(before);
  }

  @Test
  void ceremony_seesWhatCameBeforeIt_inTheSameBatch() {
    List<Map<String, Long>> seen = new ArrayList<>();
    List<CompletableFuture<?>> all = new ArrayList<>();
    Gate.hold(
        tokens(),
        () -> {
          all.add(tokens().submit(change(fresh(1), seed(1, "kek-1"))));
          all.add(
              ceremonies()
                  .submit(
                      ONE,
                      view -> {
                        seen.add(view.wrappedSeeds());
                        Ceremony proposed = ceremony(Status.PROPOSED, null, Act.PROPOSE);
                        return new CeremonyLedger.Decision(
                            proposed, List.of(key(CustodyKey.State.ACTIVE)), List.of(event()));
                      }));
          all.add(tokens().submit(change(fresh(1).withoutSeed(), null)));
          all.add(
              ceremonies()
                  .submit(
                      ONE,
                      view -> {
                        seen.add(view.wrappedSeeds());
                        assertThat(view.key("kagiban-kek-1")).isNotNull();
                        Ceremony running =
                            ceremony(Status.RUNNING, null, Act.PROPOSE, Act.APPROVE, Act.RUN);
                        return new CeremonyLedger.Decision(running, List.of(), List.of(event()));
                      }));
        });
    all.forEach(LedgerHarness::get);
    assertThat(seen).containsExactly(Map.of("kek-1", 1L), Map.of());
  }

  @Test
  void keys_secondActiveKek_isRefusedByTheTable() {
    get(write(ceremony(Status.PROPOSED, null, Act.PROPOSE), key(CustodyKey.State.ACTIVE)));
    CustodyKey other =
        new CustodyKey(
            "kagiban-kek-2", "kek", CustodyKey.State.ACTIVE, new byte[3], "method", NOW, ONE);
    assertThat(failureOf(write(ceremony(Status.PROPOSED, null, Act.PROPOSE), other)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(get(ceremonies().keys())).hasSize(1);
    CustodyKey old = key(CustodyKey.State.DEACTIVATED);
    get(write(ceremony(Status.PROPOSED, null, Act.PROPOSE), old, other));
    assertThat(get(ceremonies().keys())).containsExactly(old, other);
  }
}
