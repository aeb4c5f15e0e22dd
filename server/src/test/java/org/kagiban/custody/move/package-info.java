/** Tests of the package of the same name. */
@NullMarked
package org.kagiban.custody.move;

import org.jspecify.annotations.NullMarked;
