package org.kagiban.verification;

import java.util.Set;
import org.kagiban.token.Institution;

/**
 * Who asks, by client certificate.
 *
 * @param name what the configuration calls the certificate
 * @param institutions those that it may act for
 */
public record Caller(String name, Set<Institution> institutions) {
  public Caller {
    institutions = Set.copyOf(institutions);
  }

  public boolean sees(Institution institution) {
    return institutions.contains(institution);
  }
}
