package org.kagiban.verification;

import java.util.Map;
import org.kagiban.token.Institution;
import org.kagiban.token.TokenPolicy;

/** What each institution allows. Immutable. */
public record Policies(Map<Institution, TokenPolicy> byInstitution) {
  public Policies {
    byInstitution = Map.copyOf(byInstitution);
  }

  public boolean knows(Institution institution) {
    return byInstitution.containsKey(institution);
  }

  /** The defaults for an institution that is no longer in the configuration. */
  public TokenPolicy of(Institution institution) {
    return byInstitution.getOrDefault(institution, TokenPolicy.DEFAULT);
  }
}
