@NullMarked
package org.kagiban.audit.note;

import org.jspecify.annotations.NullMarked;
