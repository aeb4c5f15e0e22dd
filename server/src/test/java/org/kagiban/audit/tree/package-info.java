@NullMarked
package org.kagiban.audit.tree;

import org.jspecify.annotations.NullMarked;
