package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.kagiban.hsm.RunningHsm.get;
import static org.kagiban.token.HashAlgorithm.SHA1;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kagiban.custody.TransportKey;
import org.kagiban.custody.TransportKey.SealedSeed;
import org.kagiban.otp.Hmac;
import org.kagiban.token.Token;

/** The library, exchanged for a fresh one under load. */
class ExchangeTest {
  private static final int TOKENS = 40;
  private static final int UNWRAPPED = 5;
  private static final int EXCHANGES = 20;

  /** So that a few hundred destroyed objects are too much. */
  private static final int LEAKED = 100_000;

  private static SoftHsm partition;

  @BeforeAll
  static void make() {
    partition = WrappedHsm.make();
  }

  private final List<Token> tokens = new ArrayList<>();
  private final List<byte[]> seeds = new ArrayList<>();

  private void load(WrappedHsm hsm) {
    SeedFile file = new SeedFile();
    List<SealedSeed> sealed = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      byte[] seed = SeedFile.random(20);
      seeds.add(seed);
      sealed.add(file.seal(String.format("EXCH%08d", i), SHA1, seed));
    }
    try (TransportKey key = file.openIn(hsm.custody)) {
      tokens.addAll(hsm.load(key, sealed));
    }
    await().until(() -> !hsm.partition.generation().isHeld());
  }

  /** Asks for one token's HMAC after the other's, a few at a time, until it is told to stop. */
  private final class Asking {
    private final Semaphore underWay = new Semaphore(16);
    private final AtomicBoolean enough = new AtomicBoolean();
    private final List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    private final CompletableFuture<Void> done;

    Asking(WrappedHsm hsm) {
      done = CompletableFuture.runAsync(() -> ask(hsm));
    }

    private void ask(WrappedHsm hsm) {
      for (int i = 0; !enough.get(); i++) {
        underWay.acquireUninterruptibly();
        byte[] message = ByteBuffer.allocate(8).putLong(i).array();
        answers.add(
            hsm.seeds
                .with(tokens.get(i % TOKENS), (Hmac hmac) -> hmac.compute(message))
                .whenComplete((answer, failure) -> underWay.release()));
      }
    }

    /** Every single one was right. */
    int assertRight() {
      enough.set(true);
      get(done);
      for (int i = 0; i < answers.size(); i++) {
        byte[] message = ByteBuffer.allocate(8).putLong(i).array();
        assertThat(get(answers.get(i)))
            .as("call %d", i)
            .isEqualTo(SeedFile.hmac(SHA1, seeds.get(i % TOKENS), message));
      }
      return answers.size();
    }
  }

  @Test
  void exchange_underLoad_failsNoCall() {
    try (WrappedHsm hsm = new WrappedHsm(partition, UNWRAPPED)) {
      load(hsm);
      Asking asking = new Asking(hsm);
      for (int i = 0; i < EXCHANGES; i++) {
        Generation before = hsm.partition.generation();
        // Not into the void: objects come and go in each generation.
        await().until(() -> before.instance().destroyed() > TOKENS);
        await().until(() -> hsm.partition.exchange().now(before));
        assertThat(hsm.partition.generation()).isNotSameAs(before);
        assertThat(hsm.workers.healthy()).isTrue();
      }
      assertThat(asking.assertRight()).isGreaterThan(EXCHANGES * TOKENS);
    }
  }

  @Test
  void exchange_whileATransportKeyIsOpen_isPutOff() {
    try (WrappedHsm hsm = new WrappedHsm(partition, UNWRAPPED)) {
      SeedFile file = new SeedFile();
      List<SealedSeed> sealed = List.of(file.seal("EXCH99999999", SHA1, SeedFile.random(20)));
      Generation before = hsm.partition.generation();
      try (TransportKey key = file.openIn(hsm.custody)) {
        assertThat(hsm.partition.exchange().now(before)).isFalse();
        assertThat(get(key.check(sealed))).hasOnlyElementsOfType(TransportKey.Outcome.Good.class);
        assertThat(hsm.partition.generation()).isSameAs(before);
      }
      await().until(() -> hsm.partition.exchange().now(before));
    }
  }

  @Test
  void destroyedObjects_tooMany_areForgottenByAnExchange() {
    try (WrappedHsm hsm = WrappedHsm.leaking(partition, UNWRAPPED, LEAKED)) {
      load(hsm);
      Generation before = hsm.partition.generation();
      Asking asking = new Asking(hsm);
      await().until(() -> hsm.partition.generation() != before);
      Generation second = hsm.partition.generation();
      await().until(() -> hsm.partition.generation() != second);
      asking.assertRight();
    }
  }
}
