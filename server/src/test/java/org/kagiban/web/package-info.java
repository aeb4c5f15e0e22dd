@NullMarked
package org.kagiban.web;

import org.jspecify.annotations.NullMarked;
