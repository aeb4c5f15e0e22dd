/**
 * A token's life with its subscriber: enrol, resynchronise, replace, help desk, retire. Imports
 * {@code verification} and what that imports. Start at {@link org.kagiban.enrollment.Enrollment}.
 */
@NullMarked
package org.kagiban.enrollment;

import org.jspecify.annotations.NullMarked;
