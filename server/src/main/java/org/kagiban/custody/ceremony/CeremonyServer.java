package org.kagiban.custody.ceremony;

/**
 * What a server is, as far as ceremonies care.
 *
 * @param partition label of the HSM partition that it works with
 * @param version of Kagiban, for transcripts
 */
public record CeremonyServer(CeremonyPolicy policy, String partition, String version) {}
