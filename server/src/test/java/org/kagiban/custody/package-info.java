@NullMarked
package org.kagiban.custody;

import org.jspecify.annotations.NullMarked;
