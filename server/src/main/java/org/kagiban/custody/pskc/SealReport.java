package org.kagiban.custody.pskc;

/**
 * What became of a vendor's file.
 *
 * @param records all in the file
 * @param sealed those in the sealed file
 * @param refused those left out, each reported as it was met
 */
public record SealReport(long records, long sealed, long refused) {}
