/** Tests of the strict YAML reader. */
@NullMarked
package org.kagiban.yaml;

import org.jspecify.annotations.NullMarked;
