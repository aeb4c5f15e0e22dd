@NullMarked
package org.kagiban.token;

import org.jspecify.annotations.NullMarked;
