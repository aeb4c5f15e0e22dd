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
import org.kagiban.demo.token.TokenApp;

/** What the demo serves to a browser: the customer's token and the customer's bank. */
final class Pages implements AutoCloseable {
  static final int BANK_PORT = 8080;
  static final int TOKEN_PORT = 8081;

  private final TokenApp token;
  private final BankApp bank;

  private Pages(TokenApp token, BankApp bank) {
    this.token = token;
    this.bank = bank;
  }

  /**
   * Opens them.
   *
   * @throws CliException (unavailable) where an asked port is in use
   */
  static Pages open(ConnectFile connect, DemoFolder folder, PageOptions options)
      throws IOException {
    TokenApp token =
        listening(
            options.tokenPort(),
            TOKEN_PORT,
            "--token-port",
            at -> TokenApp.start(connect, DemoConfig.INSTITUTION, at, options.otpauth()));
    try {
      return new Pages(
          token,
          listening(
              options.bankPort(),
              BANK_PORT,
              "--bank-port",
              at ->
                  BankApp.start(
                      connect,
                      DemoConfig.INSTITUTION,
                      at,
                      folder.path(),
                      token::url,
                      Clock.systemUTC())));
    } catch (IOException | RuntimeException e) {
      token.close();
      throw e;
    }
  }

  private interface Opening<T> {
    T at(InetSocketAddress address) throws IOException;
  }

  /** Without an asked port the usual one if that is free, else any. */
  private static <T> T listening(
      @Nullable Integer asked, int usual, String option, Opening<T> opening) throws IOException {
    int port = asked == null ? usual : asked;
    try {
      return opening.at(loopback(port));
    } catch (IOException e) {
      if (asked == null) {
        return opening.at(loopback(0));
      }
      throw new CliException(
          Exit.UNAVAILABLE,
          "port %d is in use; end what listens there, or choose another with %s (0: any free)"
              .formatted(port, option),
          e);
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  void print(Screen screen) {
    screen.heading("Pages, in a browser on this machine:");
    screen.line("  the software token (トークン)  " + token.url());
    screen.line("  the bank (銀行)                " + bank.url());
    for (Letter letter : bank.letters()) {
      screen.line(
          "    contract ID (契約者番号) %s  login password %s  funds-transfer password %s"
              .formatted(letter.contract(), letter.login(), letter.funds()));
    }
    screen.note("make a token in its page, then begin at the bank with 利用開始");
  }

  @Override
  public void close() {
    try {
      bank.close();
    } finally {
      token.close();
    }
  }
}
