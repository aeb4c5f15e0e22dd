/** Tests of the house as a whole. */
@NullMarked
package org.kagiban;

import org.jspecify.annotations.NullMarked;
