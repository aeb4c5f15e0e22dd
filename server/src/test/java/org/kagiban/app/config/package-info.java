/** Tests of the configuration file. */
@NullMarked
package org.kagiban.app.config;

import org.jspecify.annotations.NullMarked;
