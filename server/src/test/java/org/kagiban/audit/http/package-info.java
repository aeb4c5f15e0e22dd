@NullMarked
package org.kagiban.audit.http;

import org.jspecify.annotations.NullMarked;
