package org.kagiban.app.config;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kagiban.store.StoreLocation;
import org.kagiban.yaml.Section;

/**
 * Where the server keeps its state.
 *
 * @param location the database; the server makes a SQLite file where there is none
 * @param folder beside which the server keeps its files where nothing else is said
 */
public record StoreSection(StoreLocation location, Path folder) {
  private static final String SQLITE = "sqlite:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String WHAT =
      "sqlite: and a path, such as sqlite:kagiban.db, or jdbc:postgresql://host/database";
  private static final Pattern SECRETS =
      Pattern.compile("[?&](user|password|sslpassword)=|//[^/]*@", Pattern.CASE_INSENSITIVE);

  static StoreSection read(Section section) {
    String url = section.text("url", WHAT);
    StoreSection read = url.startsWith(POSTGRESQL) ? postgres(section, url) : sqlite(section, url);
    section.end();
    return read;
  }

  private static StoreSection sqlite(Section section, String url) {
    String path = url.startsWith(SQLITE) ? url.substring(SQLITE.length()).strip() : "";
    if (!url.isEmpty() && path.isEmpty()) {
      section.refuse("url", "must be " + WHAT + ", not '" + withoutPassword(url) + "'");
    }
    Path file = section.resolve("url", path);
    for (String key : new String[] {"user", "password-file"}) {
      section.forbid(key, "belongs to jdbc:postgresql: URLs only; take it out");
    }
    Path folder = file.resolveSibling("");
    return new StoreSection(new StoreLocation.SqliteFile(file), folder);
  }

  private static StoreSection postgres(Section section, String url) {
    String user = section.text("user", "the database's role, such as kagiban");
    Path password = section.optionalPath("password-file", "the path of a file of mode 0600");
    Path folder = section.resolve("url", "");
    String known = url;
    if (SECRETS.matcher(url).find()) {
      section.refuse(
          "url", "must not hold user or password: give store.user and store.password-file");
      known = POSTGRESQL + "//localhost/refused";
    }
    try {
      return new StoreSection(new StoreLocation.Postgres(known, user, password), folder);
    } catch (IllegalArgumentException e) {
      section.refuse("url", "cannot be read by the driver; it must be " + WHAT);
      return new StoreSection(
          new StoreLocation.Postgres(POSTGRESQL + "//localhost/refused", user, password), folder);
    }
  }

  /** The SQLite file, null where the database is another. */
  public @Nullable Path sqlite() {
    return location instanceof StoreLocation.SqliteFile file ? file.path() : null;
  }

  /** A database URL may hold a password: keep only its scheme. */
  private static String withoutPassword(String url) {
    int colon = url.indexOf(':');
    return colon < 0 ? url : url.substring(0, colon + 1) + "...";
  }
}
