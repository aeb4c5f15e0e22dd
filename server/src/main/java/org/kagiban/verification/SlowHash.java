package org.kagiban.verification;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.kagiban.token.TemporaryCode;

/**
 * Temporary codes as PBKDF2-HMAC-SHA-512, 210,000 iterations, 16 bytes of salt, 32 of hash (RFC
 * 8018 section 5.2). Slow on purpose, so on a thread of its own behind a short queue. Thread-safe.
 */
public final class SlowHash implements AutoCloseable {
  private static final int ITERATIONS = 210_000;
  private static final int QUEUE = 64;

  private final SecureRandom random = new SecureRandom();
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          task -> {
            Thread thread = new Thread(task, "slow-hash");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Hashes a new code.
   *
   * @return may complete exceptionally with {@link OverloadedException}
   */
  public CompletableFuture<TemporaryCode> hash(String code, int uses, Instant expiresAt) {
    byte[] salt = new byte[16];
    random.nextBytes(salt);
    return run(() -> new TemporaryCode(salt, derive(code, salt), uses, expiresAt));
  }

  /**
   * Says whether a code is the one that was hashed.
   *
   * @return may complete exceptionally with {@link OverloadedException}
   */
  public CompletableFuture<Boolean> matches(String code, TemporaryCode hashed) {
    return run(() -> MessageDigest.isEqual(derive(code, hashed.salt()), hashed.hash()));
  }

  private <T> CompletableFuture<T> run(Supplier<T> task) {
    try {
      return CompletableFuture.supplyAsync(task, worker);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new OverloadedException("slow hash"));
    }
  }

  private static byte[] derive(String code, byte[] salt) {
    PBEKeySpec spec = new PBEKeySpec(code.toCharArray(), salt, ITERATIONS, 256);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }

  /** Lets running hashes end. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      long seconds = Duration.ofSeconds(5).toSeconds();
      if (!worker.awaitTermination(seconds, TimeUnit.SECONDS)) {
        worker.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
