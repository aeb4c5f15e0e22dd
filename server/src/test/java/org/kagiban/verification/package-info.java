@NullMarked
package org.kagiban.verification;

import org.jspecify.annotations.NullMarked;
