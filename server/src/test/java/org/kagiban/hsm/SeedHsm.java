package org.kagiban.hsm;

import java.time.Clock;
import org.kagiban.custody.ActiveKek;
import org.kagiban.custody.KeyCustody;
import org.kagiban.custody.SeedMover;
import org.kagiban.custody.SeedRows;
import org.kagiban.custody.ceremony.CeremonyHsm;
import org.kagiban.otp.Hmac;
import org.kagiban.token.Token;

/** An open partition whose new seeds go to a store, for tests of other rooms. */
public final class SeedHsm implements AutoCloseable {
  public static final String KEK = WrappedHsm.KEK;
  public static final String NEXT_KEK = WrappedHsm.NEXT_KEK;

  public final ActiveKek kek = new ActiveKek();
  public final KeyCustody keys;
  public final SeedMover mover;
  public final CeremonyHsm ceremonies;
  private final Partition partition;
  private final HsmWorkers workers;
  private final HsmCeremonies custody;

  /**
   * @param hsm of {@link #make}
   */
  public SeedHsm(SoftHsm hsm) {
    kek.activate(KEK);
    partition =
        Partition.open(
            hsm.config(), new SeedKeeping(SeedPlace.WRAPPED, kek, 1000, false), SoftHsm.pin());
    workers = new HsmWorkers(partition);
    keys = new HsmCustody(workers);
    mover = new HsmSeedMover(workers);
    custody = new HsmCeremonies(partition);
    ceremonies = custody;
  }

  /** A partition with two KEKs; not beside an open one. */
  public static SoftHsm make() {
    return WrappedHsm.make();
  }

  /** Uses seeds of a store, and remembers them unwrapped. */
  public Use over(SeedRows rows) {
    HsmSeeds seeds = new HsmSeeds(workers, rows, (token, why) -> {}, Clock.systemUTC());
    return (token, message) ->
        RunningHsm.get(seeds.with(token, (Hmac hmac) -> hmac.compute(message)));
  }

  /** What a token's device would compute. */
  public interface Use {
    byte[] hmac(Token token, byte[] message);
  }

  @Override
  public void close() {
    custody.close();
    workers.close();
    partition.close();
  }
}
