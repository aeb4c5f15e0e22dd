@NullMarked
package org.kagiban.audit.reconcile;

import org.jspecify.annotations.NullMarked;
