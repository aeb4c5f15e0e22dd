@NullMarked
package org.kagiban.audit.proof;

import org.jspecify.annotations.NullMarked;
