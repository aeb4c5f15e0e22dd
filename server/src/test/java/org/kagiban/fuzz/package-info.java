/**
 * What all fuzz targets share. A target stands in the room whose reader it feeds; {@code
 * app.FuzzTest} runs them, under Jazzer and by hand.
 */
@NullMarked
package org.kagiban.fuzz;

import org.jspecify.annotations.NullMarked;
