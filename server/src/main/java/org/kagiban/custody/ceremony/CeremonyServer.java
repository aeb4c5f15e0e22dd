package org.kagiban.custody.ceremony;

import java.util.Set;

/**
 * What a server is, as far as ceremonies care.
 *
 * @param partition label of the HSM partition that it works with; of a pool, the first
 * @param pool labels of the pool's other partitions: backups can be restored into them
 * @param version of Kagiban, for transcripts
 */
public record CeremonyServer(
    CeremonyPolicy policy, String partition, Set<String> pool, String version) {
  public CeremonyServer {
    pool = Set.copyOf(pool);
  }

  /** One without a pool. */
  public CeremonyServer(CeremonyPolicy policy, String partition, String version) {
    this(policy, partition, Set.of(), version);
  }
}
