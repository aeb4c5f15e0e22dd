package org.kagiban.rpc;

import io.grpc.BindableService;
import java.util.List;
import java.util.function.Supplier;
import org.kagiban.custody.SeedUploads;
import org.kagiban.custody.ceremony.CeremonyDesk;

/**
 * What the custodians' calls are made of. Serves without {@link Domain}, which needs the keys that
 * the first ceremonies make.
 *
 * @param importKey X.509 SubjectPublicKeyInfo, DER
 * @param partition label of the HSM's partition
 */
public record CustodyDomain(
    CeremonyDesk ceremonies, SeedUploads uploads, Supplier<byte[]> importKey, String partition) {

  /** CeremonyService and SeedService. */
  List<BindableService> services() {
    return List.of(
        new CeremonyRpc(ceremonies), new SeedRpc(importKey, new Uploads(uploads, partition)));
  }
}
