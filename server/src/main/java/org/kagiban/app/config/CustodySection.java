package org.kagiban.app.config;

import java.nio.file.Path;
import java.time.Duration;
import org.kagiban.yaml.Section;

/**
 * How many custodians a key ceremony needs, and where it keeps files.
 *
 * @param approvals how many people besides the proposer must approve, 1 to 5
 * @param approvalLife how long an approval may be used, 1 to 168 hours
 * @param spool folder for uploaded seed files, which hold sealed seeds only
 */
public record CustodySection(int approvals, Duration approvalLife, Path spool) {

  static CustodySection read(Section section, StoreSection store) {
    Path spool = section.optionalPath("spool", "the path of a folder");
    CustodySection read =
        new CustodySection(
            section.number("approvals", 1, 5, 1),
            Duration.ofHours(section.number("approval-hours", 1, 168, 24)),
            spool == null ? store.folder().resolve("spool") : spool);
    section.end();
    return read;
  }
}
