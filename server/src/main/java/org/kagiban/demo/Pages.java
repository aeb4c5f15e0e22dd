package org.kagiban.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.kagiban.cli.CliException;
import org.kagiban.cli.ConnectFile;
import org.kagiban.cli.Exit;
import org.kagiban.demo.bank.BankApp;
import org.kagiban.demo.bank.FirstPasswords.Letter;

/** What the demo serves to a browser. */
final class Pages implements AutoCloseable {
  static final int BANK_PORT = 8080;

  private final BankApp bank;

  private Pages(BankApp bank) {
    this.bank = bank;
  }

  /**
   * Opens them.
   *
   * @param port the bank's; without one the default if that is free, else any
   * @throws CliException (unavailable) where the asked port is in use
   */
  static Pages open(ConnectFile connect, DemoFolder folder, @Nullable Integer port)
      throws IOException {
    try {
      return bank(connect, folder, port == null ? BANK_PORT : port);
    } catch (IOException e) {
      if (port == null) {
        return bank(connect, folder, 0);
      }
      throw new CliException(
          Exit.UNAVAILABLE,
          "port %d is in use; end what listens there, or choose another with --bank-port (0: any free)"
              .formatted(port),
          e);
    }
  }

  private static Pages bank(ConnectFile connect, DemoFolder folder, int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new Pages(
        BankApp.start(
            connect,
            DemoConfig.INSTITUTION,
            address,
            folder.path(),
            Pages::tokenUrl,
            Clock.systemUTC()));
  }

  /** Of the software token's page. */
  private static String tokenUrl() {
    return "";
  }

  void print(Screen screen) {
    screen.heading("The bank's pages (銀行の画面), in a browser on this machine:");
    screen.line("  " + bank.url());
    for (Letter letter : bank.letters()) {
      screen.line(
          "    contract ID (契約者番号) %s  login password %s  funds-transfer password %s"
              .formatted(letter.contract(), letter.login(), letter.funds()));
    }
    screen.note("begin with 利用開始; 'token create' below makes the token that it asks for");
  }

  @Override
  public void close() {
    bank.close();
  }
}
