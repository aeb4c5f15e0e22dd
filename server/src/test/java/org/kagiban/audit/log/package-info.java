@NullMarked
package org.kagiban.audit.log;

import org.jspecify.annotations.NullMarked;
