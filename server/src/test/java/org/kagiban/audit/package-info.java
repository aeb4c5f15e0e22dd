@NullMarked
package org.kagiban.audit;

import org.jspecify.annotations.NullMarked;
