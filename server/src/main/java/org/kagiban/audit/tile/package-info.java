/**
 * Tiles and entry bundles of c2sp.org/tlog-tiles: paths, writing, and reading what nobody vouches
 * for. Pure; imports only {@code audit.tree}. Start at {@link org.kagiban.audit.tile.TileReader}.
 */
@NullMarked
package org.kagiban.audit.tile;

import org.jspecify.annotations.NullMarked;
