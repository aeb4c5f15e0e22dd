@NullMarked
package org.kagiban.otp;

import org.jspecify.annotations.NullMarked;
