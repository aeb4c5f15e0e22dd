/**
 * {@code kagiban demo}: a development PKI, a server of its own, and a credit union's customer who
 * starts using a token. A client: it talks gRPC like any other, and may import the domain and
 * {@code cli}. Start at {@link org.kagiban.demo.DemoCommand}.
 */
@NullMarked
package org.kagiban.demo;

import org.jspecify.annotations.NullMarked;
