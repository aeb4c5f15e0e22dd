/**
 * The audit log in folders: the only part of {@code audit} that writes files. Imports the audit
 * rooms log, tile, tree and witness. Start at {@link org.kagiban.audit.file.TileFiles}.
 */
@NullMarked
package org.kagiban.audit.file;

import org.jspecify.annotations.NullMarked;
