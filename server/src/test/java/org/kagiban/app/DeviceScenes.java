package org.kagiban.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;
import org.kagiban.hsm.HsmCeremonies;
import org.kagiban.hsm.Partition;
import org.kagiban.hsm.SoftHsm;
import org.kagiban.store.SqlLedger;
import org.kagiban.store.StoreConfig;
import org.kagiban.verification.Journal;
import org.kagiban.verification.TrustedClock;

/** A device that is lost and comes back, and a clock that is set back. */
final class DeviceScenes {
  private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

  private volatile Instant wall = START;
  private final AtomicLong nanos = new AtomicLong();

  private DeviceScenes() {}

  /**
   * @param database to be made
   */
  static List<AuditEvent> events(Path database) throws Exception {
    SoftHsm hsm = SoftHsm.initialised();
    try (Partition partition = Partition.open(hsm.config(), SoftHsm.pin());
        HsmCeremonies ceremonies = new HsmCeremonies(partition);
        SqlLedger ledger = new SqlLedger(StoreConfig.at(database), Clock.systemUTC())) {
      new DeviceScenes().play(partition, ceremonies, ledger, database);
    }
    List<AuditEvent> events = EventsOf.database(database);
    assertThat(events).extracting(AuditEvent::kind).contains(EventKind.CLOCK_STEPPED);
    return events;
  }

  private void play(Partition partition, HsmCeremonies ceremonies, SqlLedger ledger, Path database)
      throws SQLException {
    TrustedClock clock = new TrustedClock(clock(), nanos::get, Instant.EPOCH);
    KeysInPartition keys = new KeysInPartition(ceremonies, ledger.ceremonies());
    LifeEvents life = new LifeEvents(new Journal(ledger, clock), partition, keys::text);
    life.hsmLost();
    life.hsmRestored();
    await().until(() -> EventsOf.database(database).size() == 3);
    Watched watch =
        new Watched(new ClockWatch(clock), () -> {}, () -> life.clockStepped(clock.takeStep()));
    assertThat(watch.getAsBoolean()).isTrue();
    wall = wall.minus(Duration.ofHours(1));
    assertThat(watch.getAsBoolean()).isFalse();
    pass(TrustedClock.SETTLING);
    assertThat(watch.getAsBoolean()).isTrue();
    await().until(() -> EventsOf.database(database).size() == 4);
    assertThat(EventsOf.database(database).get(3).number(EventField.STEP))
        .isEqualTo(-3_600_000_000L);
  }

  private void pass(Duration time) {
    wall = wall.plus(time);
    nanos.addAndGet(time.toNanos());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return wall;
      }
    };
  }
}
