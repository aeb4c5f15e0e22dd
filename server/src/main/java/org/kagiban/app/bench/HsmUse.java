package org.kagiban.app.bench;

/**
 * How the measured server uses its HSM.
 *
 * @param wrapped whether seeds rest in the store, under a KEK of the HSM's
 * @param unwrapped most of these that the HSM holds unwrapped at a time; where there are more
 *     tokens that take turns, each use unwraps one
 * @param latencyMillis what each use of a key takes longer than in SoftHSM, to stand for an HSM
 *     behind a network
 * @param sessions with the HSM, each of a thread
 */
record HsmUse(boolean wrapped, int unwrapped, double latencyMillis, int sessions) {}
