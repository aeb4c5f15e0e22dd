package org.kagiban.cli;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kagiban.custody.ceremony.CeremonyId;
import org.kagiban.v1.Ceremony;
import org.kagiban.v1.GetCeremonyRequest;
import org.kagiban.v1.ListCeremoniesRequest;

/** Finds a ceremony by its id or the beginning of it. */
final class CeremonyFetch {
  private static final Pattern BEGINNING = Pattern.compile("[0-9a-f][0-9a-f-]{5,35}");
  private static final int WHOLE = 36;
  private static final int LATEST = 1000;

  private CeremonyFetch() {}

  /** Looks at the form only. */
  static String checked(String id) {
    String text = id.strip().toLowerCase(Locale.ROOT);
    if (!BEGINNING.matcher(text).matches()) {
      throw CliException.usage(
          "a ceremony's id is a UUID, or at least its first 6 characters; 'kagiban ceremony list'"
              + " shows them");
    }
    return text;
  }

  /**
   * The ceremony as the server has it.
   *
   * @throws CliException (refused) where there is none or the beginning is not one's alone, or the
   *     hash that the server tells is not the file's
   */
  static FetchedCeremony of(Session session, String id) {
    String whole = whole(session, checked(id));
    Ceremony ceremony =
        session
            .ceremonies()
            .getCeremony(GetCeremonyRequest.newBuilder().setCeremonyId(whole).build())
            .getCeremony();
    return FetchedCeremony.of(id(whole), ceremony);
  }

  private static String whole(Session session, String beginning) {
    if (beginning.length() == WHOLE) {
      return beginning;
    }
    List<Ceremony> found =
        session
            .ceremonies()
            .listCeremonies(ListCeremoniesRequest.newBuilder().setLimit(LATEST).build())
            .getCeremoniesList()
            .stream()
            .filter(ceremony -> ceremony.getCeremonyId().startsWith(beginning))
            .toList();
    if (found.size() == 1) {
      return found.get(0).getCeremonyId();
    }
    throw new CliException(
        Exit.REFUSED,
        found.isEmpty()
            ? "no ceremony of the latest %,d begins with %s; 'kagiban ceremony list' shows them"
                .formatted(LATEST, beginning)
            : "several ceremonies begin with %s; give more of the id: %s"
                .formatted(
                    beginning,
                    found.stream().map(Ceremony::getCeremonyId).collect(Collectors.joining(", "))));
  }

  private static CeremonyId id(String whole) {
    try {
      return CeremonyId.parse(whole);
    } catch (IllegalArgumentException e) {
      throw new CliException(
          Exit.USAGE,
          "%s is not a UUID; 'kagiban ceremony list' shows the ids".formatted(whole),
          e);
    }
  }
}
