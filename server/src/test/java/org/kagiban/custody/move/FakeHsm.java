package org.kagiban.custody.move;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kagiban.custody.SeedMover;
import org.kagiban.custody.SeedRows.Stored;
import org.kagiban.token.SeedRef;
import org.kagiban.token.Token;
import org.kagiban.token.TokenId;
import org.kagiban.verification.WrappedSeed;

/**
 * An HSM that outlives a killed server and counts its steps. "Wrapping" puts the KEK's name behind
 * the seed, so that the test can look into a row.
 */
final class FakeHsm implements SeedMover {
  final Map<String, byte[]> objects = new TreeMap<>();
  final Set<TokenId> notExtractable = new HashSet<>();

  /** Runs once, when the next seeds were moved inside the HSM. */
  Runnable meanwhile = () -> {};

  private final Steps steps;

  FakeHsm(Steps steps) {
    this.steps = steps;
  }

  static byte[] seed(TokenId token) {
    byte[] seed = Arrays.copyOf(token.value().getBytes(UTF_8), 32);
    Arrays.fill(seed, 20, 32, (byte) 1);
    return seed;
  }

  /** A key check value that tells seeds apart. */
  static byte[] kcv(byte[] seed) {
    return Arrays.copyOfRange(seed, 4, 12);
  }

  static WrappedSeed row(TokenId token, byte[] seed, String kek) {
    byte[] wrapped = ByteBuffer.allocate(40).put(seed).putLong(kek.hashCode()).array();
    byte[] mac = Arrays.copyOf(token.value().getBytes(UTF_8), 32);
    return new WrappedSeed(token, kek, wrapped, mac);
  }

  /** The seed in a row, null where the HSM would refuse it. */
  static byte @Nullable [] unwrap(WrappedSeed row) {
    boolean good =
        ByteBuffer.wrap(row.wrapped()).getLong(32) == row.kek().hashCode()
            && Arrays.equals(row.mac(), Arrays.copyOf(row.token().value().getBytes(UTF_8), 32));
    return good ? Arrays.copyOf(row.wrapped(), 32) : null;
  }

  void put(TokenId token) {
    objects.put(token.value(), seed(token));
  }

  @Override
  public CompletableFuture<List<Outcome>> wrap(List<Token> tokens, String kek) {
    return each(
        tokens,
        token -> {
          byte[] seed = objects.get(token.id().value());
          if (seed == null) {
            return new Outcome.Refused("SEED_MISSING", "no such object");
          }
          return notExtractable.contains(token.id())
              ? new Outcome.Refused("SEED_NOT_EXTRACTABLE", "made before")
              : new Outcome.Moved(row(token.id(), seed, kek));
        });
  }

  @Override
  public CompletableFuture<List<Outcome>> rewrap(List<Stored> seeds, String kek) {
    return each(seeds, stored -> proved(stored, seed -> row(stored.token().id(), seed, kek)));
  }

  @Override
  public CompletableFuture<List<Outcome>> keep(List<Stored> seeds) {
    return each(
        seeds,
        stored ->
            proved(
                stored,
                seed -> {
                  objects.put(stored.token().id().value(), seed);
                  return null;
                }));
  }

  private static Outcome proved(Stored stored, Function<byte[], @Nullable WrappedSeed> use) {
    byte[] seed = unwrap(stored.seed());
    if (seed == null) {
      return new Outcome.Refused("SEED_UNUSABLE", "not this row's");
    }
    return Arrays.equals(kcv(seed), stored.token().kcv())
        ? new Outcome.Moved(use.apply(seed))
        : new Outcome.Refused("KCV_DIFFERS", "another seed");
  }

  @Override
  public CompletableFuture<Void> destroyObjects(List<SeedRef> seeds) {
    return each(seeds, seed -> objects.remove(seed.value()) != null)
        .thenCompose(gone -> CompletableFuture.allOf());
  }

  /** A process can be killed before, in the middle, and after. */
  private <I, O> CompletableFuture<List<O>> each(List<I> inputs, Function<I, O> step) {
    steps.pass();
    List<O> outputs = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (i == inputs.size() / 2) {
        steps.pass();
      }
      outputs.add(step.apply(inputs.get(i)));
    }
    steps.pass();
    Runnable now = meanwhile;
    meanwhile = () -> {};
    now.run();
    return CompletableFuture.completedFuture(outputs);
  }

  @Override
  public long objects() {
    return objects.size();
  }

  @Override
  public List<SeedRef> objects(@Nullable SeedRef after, int limit) {
    return objects.keySet().stream()
        .filter(ref -> after == null || ref.compareTo(after.value()) > 0)
        .limit(limit)
        .map(SeedRef::new)
        .toList();
  }
}
