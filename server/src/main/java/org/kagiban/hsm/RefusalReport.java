package org.kagiban.hsm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.kagiban.token.TokenId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of refused seeds, of each at most once a minute. Thread-safe. */
final class RefusalReport {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalReport.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int REMEMBERED = 10_000;

  private final SeedRefusals listener;
  private final Cache<TokenId, Boolean> told;

  RefusalReport(SeedRefusals listener, Clock clock) {
    this.listener = listener;
    this.told =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(PAUSE)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .build();
  }

  void refused(TokenId token, String why) {
    if (told.asMap().putIfAbsent(token, true) != null) {
      return;
    }
    LOG.error("{}", why);
    try {
      listener.refused(token, why);
    } catch (RuntimeException e) {
      LOG.error("the refusal of the seed of {} could not be logged", token, e);
    }
  }
}
