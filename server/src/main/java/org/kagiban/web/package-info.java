/**
 * Pages over HTTP for a browser, on Jetty's core: routes, forms, cookies, and the headers that
 * every answer carries. Knows nothing of tokens. Start at {@link org.kagiban.web.WebServer}.
 */
@NullMarked
package org.kagiban.web;

import org.jspecify.annotations.NullMarked;
