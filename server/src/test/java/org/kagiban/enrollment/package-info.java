@NullMarked
package org.kagiban.enrollment;

import org.jspecify.annotations.NullMarked;
