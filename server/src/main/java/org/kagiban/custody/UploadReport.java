package org.kagiban.custody;

import org.kagiban.audit.EventId;

/**
 * What the check of an uploaded seed file found.
 *
 * @param sha256 of the sealed file, lower-case hexadecimal; names it in a seed-batch ceremony
 * @param good records that would become new tokens
 * @param unchanged tokens that are there already, with the same seed
 * @param event the audit event that says so
 */
public record UploadReport(String sha256, long good, long unchanged, long refused, EventId event) {}
