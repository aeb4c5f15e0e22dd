@NullMarked
package org.kagiban.custody.ceremony;

import org.jspecify.annotations.NullMarked;
