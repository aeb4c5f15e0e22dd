@NullMarked
package org.kagiban.audit.tile;

import org.jspecify.annotations.NullMarked;
