@NullMarked
package org.kagiban.demo.token;

import org.jspecify.annotations.NullMarked;
