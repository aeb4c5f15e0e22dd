/**
 * Seed batches: a sealed file is uploaded into a spool and every record tried, then loaded by a
 * ceremony of kind seed-batch. What it needs of the store beside the tokens is {@link
 * org.kagiban.custody.batch.Spool}. Imports {@code custody}, its {@code pskc} and {@code ceremony},
 * and {@code verification}. Start at {@link org.kagiban.custody.batch.SeedBatches}.
 */
@NullMarked
package org.kagiban.custody.batch;

import org.jspecify.annotations.NullMarked;
