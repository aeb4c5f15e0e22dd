package org.kagiban.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.kagiban.hsm.HsmPool;
import org.kagiban.hsm.PoolMember;

/** Tells the log which partitions of a pool come and go. Asked by one thread at a time. */
final class PoolEvents {
  private final LifeEvents events;
  private final List<Watched> partitions = new ArrayList<>();

  PoolEvents(HsmPool pool, LifeEvents events) {
    this.events = events;
    List<PoolMember> members = pool.members();
    partitions.add(new Watched(() -> serves(members.get(0)), events::hsmLost, events::hsmRestored));
    for (PoolMember other : members.subList(1, members.size())) {
      partitions.add(
          Watched.away(
              () -> serves(other), () -> events.hsmLost(other.name()), () -> isBack(other)));
    }
  }

  void look() {
    partitions.forEach(Watched::getAsBoolean);
  }

  private static boolean serves(PoolMember member) {
    return member.state() == PoolMember.State.IN;
  }

  private void isBack(PoolMember member) {
    events.hsmRestored(Objects.requireNonNull(member.partition(), "it serves"));
  }
}
