/**
 * Looks at everything that a server needs and says what to do about what it finds; changes nothing.
 * May import what the wiring may. Each area is a class; README.md in {@code server} lists them.
 * Start at {@link org.kagiban.app.doctor.Doctor}.
 */
@NullMarked
package org.kagiban.app.doctor;

import org.jspecify.annotations.NullMarked;
