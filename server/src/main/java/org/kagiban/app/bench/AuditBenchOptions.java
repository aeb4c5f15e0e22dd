package org.kagiban.app.bench;

/**
 * How to measure.
 *
 * @param events in the log
 * @param tokens that take turns
 * @param samples how many proofs of each kind
 */
record AuditBenchOptions(long events, int tokens, int samples) {}
