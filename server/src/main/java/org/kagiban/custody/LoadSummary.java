package org.kagiban.custody;

import org.kagiban.audit.EventId;

/**
 * How a load ended.
 *
 * @param loaded new tokens
 * @param unchanged there already, with the same seed
 * @param event the audit event that says so
 */
public record LoadSummary(long loaded, long unchanged, long refused, EventId event) {}
