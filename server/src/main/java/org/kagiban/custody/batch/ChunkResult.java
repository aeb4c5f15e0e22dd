package org.kagiban.custody.batch;

import java.util.List;

/**
 * What became of a chunk's records.
 *
 * @param good new ones: would be loaded, or were
 * @param unchanged there already, with the same seed
 */
record ChunkResult(long good, long unchanged, List<RefusedRecord> refused) {}
