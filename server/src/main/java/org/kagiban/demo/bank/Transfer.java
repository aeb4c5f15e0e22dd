package org.kagiban.demo.bank;

import java.time.Instant;

/**
 * An executed transfer.
 *
 * @param id the order's
 * @param amount yen
 * @param event the audit event that records its signature
 */
record Transfer(String id, Instant time, String payee, long amount, String event) {}
