package org.kagiban.cli;

import com.google.protobuf.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.kagiban.custody.ceremony.KeyLabels;
import org.kagiban.v1.Ceremony;
import org.kagiban.v1.CeremonyAct;
import org.kagiban.v1.CeremonyStatus;
import org.kagiban.v1.CustodyKey;
import org.kagiban.yaml.VisibleText;

/** Ceremonies and keys for people. */
final class CeremonyText {
  /** Characters of an id that lists show. */
  private static final int SHORT = 8;

  private CeremonyText() {}

  static String status(CeremonyStatus status) {
    return status.name().replace("CEREMONY_STATUS_", "").toLowerCase(Locale.ROOT);
  }

  static String brief(String id) {
    return id.substring(0, Math.min(SHORT, id.length()));
  }

  static String time(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos())
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }

  static String file(Ceremony ceremony) {
    return VisibleText.of(ceremony.getFile().toString(StandardCharsets.UTF_8)).stripTrailing();
  }

  /** One line: what became of it and what comes next. */
  static String line(Ceremony ceremony) {
    return "%s  %s  %s  %s"
        .formatted(
            status(ceremony.getStatus()),
            ceremony.getCeremonyId(),
            ceremony.getKind(),
            next(ceremony));
  }

  /** The same in two lines, which fit a screen. */
  static String standing(Ceremony ceremony) {
    return "%s  %s  %s%n%s"
        .formatted(
            status(ceremony.getStatus()),
            ceremony.getCeremonyId(),
            ceremony.getKind(),
            next(ceremony));
  }

  static String next(Ceremony ceremony) {
    String id = brief(ceremony.getCeremonyId());
    int missing = ceremony.getApprovalsMissing();
    return switch (ceremony.getStatus()) {
      case CEREMONY_STATUS_PROPOSED ->
          missing == 0
              ? "can begin: kagiban ceremony run " + id
              : "needs %d more %s: kagiban ceremony approve %s"
                  .formatted(missing, missing == 1 ? "approval" : "approvals", id);
      case CEREMONY_STATUS_RUNNING -> "has begun; to take it up: kagiban ceremony run " + id;
      case CEREMONY_STATUS_EXECUTED, CEREMONY_STATUS_ABORTED ->
          "see kagiban ceremony show " + id + " --transcript";
      default -> "nothing is left to do";
    };
  }

  static String whole(FetchedCeremony fetched) {
    Ceremony ceremony = fetched.ceremony();
    return String.join(
        "\n",
        standing(ceremony),
        VisibleText.of(ceremony.getSummary()),
        "SHA-256  " + fetched.hex(),
        ceremony.hasApprovalsExpireAt()
            ? "approvals hold until " + time(ceremony.getApprovalsExpireAt())
            : "no approval counts at this moment",
        "",
        acts(ceremony.getActsList()),
        "",
        file(ceremony));
  }

  static String acts(List<CeremonyAct> acts) {
    Table table = new Table();
    for (CeremonyAct act : acts) {
      table.row(
          act.getAct().toLowerCase(Locale.ROOT),
          VisibleText.of(act.getPerson()),
          "certificate " + VisibleText.of(act.getCustodian()),
          time(act.getSignature().getSignedAt()),
          act.getAct().equals("APPROVE") ? "until " + time(act.getSignature().getExpiresAt()) : "");
    }
    return table.toString();
  }

  static String list(List<Ceremony> ceremonies) {
    if (ceremonies.isEmpty()) {
      return "no ceremonies";
    }
    Table table = new Table();
    table.row("ID", "STATUS", "APPROVALS", "WHAT");
    for (Ceremony ceremony : ceremonies) {
      int missing = ceremony.getApprovalsMissing();
      table.row(
          brief(ceremony.getCeremonyId()),
          status(ceremony.getStatus()),
          missing > 0 ? "%d missing".formatted(missing) : "",
          ceremony.getKind() + ": " + VisibleText.of(ceremony.getSummary()));
    }
    return table.toString();
  }

  /** Two lines a key, since check values and their methods are long. */
  static String keys(List<CustodyKey> keys) {
    if (keys.isEmpty()) {
      return "no keys";
    }
    return String.join("\n", keys.stream().map(CeremonyText::key).toList());
  }

  private static String key(CustodyKey key) {
    return "%s  %s  since %s  ceremony %s%s%n  KCV %s  (%s)"
        .formatted(
            key.getLabel(),
            key.getState().toLowerCase(Locale.ROOT).replace('_', '-'),
            time(key.getSince()),
            brief(key.getCeremonyId()),
            key.getKind().equals(KeyLabels.KEK)
                ? "  wraps %,d seeds".formatted(key.getWrappedSeeds())
                : "",
            HexFormat.of().formatHex(key.getKcv().toByteArray()),
            key.getKcvMethod());
  }
}
