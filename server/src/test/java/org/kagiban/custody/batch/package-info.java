/** Tests of the package of the same name. */
@NullMarked
package org.kagiban.custody.batch;

import org.jspecify.annotations.NullMarked;
