/** Tests of key ceremonies. Store and HSM are stand-ins here; the system's tests have real ones. */
@NullMarked
package org.kagiban.custody.ceremony;

import org.jspecify.annotations.NullMarked;
