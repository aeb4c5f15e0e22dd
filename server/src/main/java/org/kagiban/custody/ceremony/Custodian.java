package org.kagiban.custody.ceremony;

import java.security.cert.X509Certificate;

/**
 * Who acts.
 *
 * @param name what the configuration calls the certificate
 * @param person who is behind it; two certificates of one person are one custodian
 * @param certificate the client certificate of the connection; its key signs the statements
 */
public record Custodian(String name, String person, X509Certificate certificate) {}
