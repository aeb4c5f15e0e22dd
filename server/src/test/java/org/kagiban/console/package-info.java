@NullMarked
package org.kagiban.console;

import org.jspecify.annotations.NullMarked;
