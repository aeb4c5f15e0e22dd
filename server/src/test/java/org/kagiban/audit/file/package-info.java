@NullMarked
package org.kagiban.audit.file;

import org.jspecify.annotations.NullMarked;
