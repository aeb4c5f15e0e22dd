@NullMarked
package org.kagiban.audit.witness;

import org.jspecify.annotations.NullMarked;
