/**
 * The sample bank: pages for a customer who begins to use a token, logs in and transfers. A gRPC
 * client like any bank's, to be read as an example; its README.md says in which order. Start at
 * {@link org.kagiban.demo.bank.BankApp}.
 */
@NullMarked
package org.kagiban.demo.bank;

import org.jspecify.annotations.NullMarked;
