package org.kagiban.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** The commands to try while the demo's server is up, ready to paste. */
final class NextThings {
  private final DemoFolder folder;
  private final String target;
  private final Customer customer;
  private final String kagiban =
      Objects.requireNonNullElse(System.getenv("KAGIBAN_SELF"), "kagiban");

  NextThings(DemoFolder folder, String target, Customer customer) {
    this.folder = folder;
    this.target = target;
    this.customer = customer;
  }

  void print(Screen screen) throws IOException {
    screen.heading("The server stays up until Ctrl-C. To try in another terminal:");
    device(screen);
    helpDesk(screen);
    seeds(screen);
    audit(screen);
    tools(screen);
  }

  private void device(Screen screen) {
    String dir = shown(folder.tokens().resolve(customer.subscriberId()));
    String whom =
        "--institution %s --subscriber %s"
            .formatted(DemoConfig.INSTITUTION, customer.subscriberId());
    about(screen, "the customer's token");
    command(screen, "token show --dir %s".formatted(dir));
    about(screen, "verify its code, as internet banking does at login");
    command(
        screen,
        "verify --connect %s %s --code \"$(%s token show --dir %s --code)\""
            .formatted(connect(DevCaller.INTERNET_BANKING), whom, kagiban, dir));
    about(screen, "make one more token");
    command(
        screen,
        "token create --connect %s --institution %s --dir %s"
            .formatted(
                connect(DevCaller.INTERNET_BANKING),
                DemoConfig.INSTITUTION,
                shown(folder.tokens().resolve("second-" + customer.subscriberId()))));
  }

  private void helpDesk(Screen screen) {
    String token = "--token " + customer.token().id();
    String desk = "--connect " + connect(DevCaller.HELP_DESK);
    about(screen, "the help desk: look, suspend, resume, give a temporary code");
    command(screen, "token-info %s %s".formatted(desk, token));
    command(screen, "suspend %s %s --reason 'phone lost'".formatted(desk, token));
    command(screen, "resume %s %s --reason 'phone found'".formatted(desk, token));
    command(screen, "temporary-code %s %s --reason 'phone at home'".formatted(desk, token));
    command(screen, "tokens %s --institution %s".formatted(desk, DemoConfig.INSTITUTION));
  }

  private void seeds(Screen screen) throws IOException {
    String custodian = "--connect " + connect(DevCaller.CUSTODIAN_1);
    String key = shown(folder.importKey());
    String sealed = shown(folder.sealedSeeds());
    about(
        screen, "a key custodian: seal a vendor's seed file for this HSM, and propose to load it");
    command(screen, "seeds import-key %s --out %s".formatted(custodian, key));
    command(
        screen,
        "seeds seal --import-key %s --out %s %s"
            .formatted(key, sealed, shown(folder.sampleSeeds())));
    command(
        screen,
        "seeds propose %s --institution %s %s"
            .formatted(custodian, DemoConfig.INSTITUTION, sealed));
    about(screen, "another custodian reads and approves it; then it runs. ID: as propose says");
    command(screen, "ceremony approve --connect %s ID".formatted(connect(DevCaller.CUSTODIAN_2)));
    command(screen, "ceremony run %s ID".formatted(custodian));
    about(screen, "enrol a loaded token with its first code, that of RFC 4226, appendix D");
    command(
        screen,
        "enroll --connect %s --institution %s --subscriber K-sample --token DEMO00000002 --code 755224"
            .formatted(connect(DevCaller.INTERNET_BANKING), DemoConfig.INSTITUTION));
  }

  private void audit(Screen screen) {
    String auditor = "--connect " + connect(DevCaller.AUDITOR);
    String copy = shown(folder.file("log-copy"));
    about(screen, "an auditor: copy the log, check all of it offline, compare it with the HSM");
    command(screen, "audit export %s %s".formatted(copy, auditor));
    command(screen, "audit verify " + copy);
    command(screen, "audit key-history %s %s".formatted(copy, customer.token().id()));
    command(screen, "audit reconcile %s %s".formatted(copy, auditor));
  }

  private void tools(Screen screen) {
    about(screen, "is all well? And any gRPC client will do, such as grpcurl");
    command(screen, "health --connect " + connect(DevCaller.INTERNET_BANKING));
    String pki = shown(folder.file("pki"));
    screen.line(
        "  grpcurl -cacert %s/ca.pem -cert %s/%s.pem -key %s/%s.key %s list"
            .formatted(
                pki,
                pki,
                DevCaller.INTERNET_BANKING.id(),
                pki,
                DevCaller.INTERNET_BANKING.id(),
                target));
    screen.line("");
  }

  private static void about(Screen screen, String text) {
    screen.line("");
    screen.line(screen.ansi().string("  @|faint # " + text + "|@"));
  }

  private void command(Screen screen, String arguments) {
    screen.line("  " + kagiban + " " + arguments);
  }

  private String connect(DevCaller caller) {
    return shown(folder.file(caller.connectFile()));
  }

  private String shown(Path path) {
    return folder.shown(path);
  }
}
