package org.kagiban.store;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;

/** Brings a database's tables to this version's schema. */
final class Migrations {
  private Migrations() {}

  /**
   * @param engine the folder under db/migration
   * @throws StoreRefusedException where the database is of a newer version, or cannot be migrated
   */
  static void apply(DataSource source, String engine, String database) {
    Flyway flyway = flyway(source, engine);
    try {
      refuseFuture(flyway.info(), database);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new StoreRefusedException(
          "the tables of "
              + database
              + " cannot be brought to this version; restore the backup made before the upgrade."
              + " The cause: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * Names of those that the database has not had; changes nothing.
   *
   * @throws StoreRefusedException where the database is of a newer version, or not Kagiban's
   */
  static List<String> pending(DataSource source, String engine, String database) {
    try {
      MigrationInfoService info = flyway(source, engine).info();
      refuseFuture(info, database);
      return Arrays.stream(info.pending()).map(MigrationInfo::getScript).toList();
    } catch (FlywayException e) {
      throw new StoreRefusedException(
          "the tables of " + database + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Flyway flyway(DataSource source, String engine) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:db/migration/" + engine)
        .loggers("slf4j")
        .cleanDisabled(true)
        .load();
  }

  private static void refuseFuture(MigrationInfoService info, String database) {
    MigrationInfo current = info.current();
    MigrationVersion newest =
        Arrays.stream(info.all())
            .filter(each -> each.getState().isResolved())
            .map(MigrationInfo::getVersion)
            .max(MigrationVersion::compareTo)
            .orElseThrow();
    if (current != null && current.getVersion().compareTo(newest) > 0) {
      throw new StoreRefusedException(
          "the database "
              + database
              + " was written by a newer kagiban: its schema is "
              + current.getVersion()
              + ", this version knows "
              + newest
              + "; start the newer version, or restore a backup from before the upgrade");
    }
  }
}
