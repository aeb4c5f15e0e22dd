package org.kagiban.demo.bank;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.kagiban.cli.ConnectFile;
import org.kagiban.cli.Session;
import org.kagiban.web.Routes;
import org.kagiban.web.WebServer;

/** The sample bank, while it is open. Thread-safe. */
public final class BankApp implements AutoCloseable {
  /** A customer does not look at an empty page for longer; {@link Codes} tries three times. */
  private static final Duration CALL = Duration.ofSeconds(4);

  private final Session kagiban;
  private final WebServer server;
  private final List<FirstPasswords.Letter> letters;

  private BankApp(Session kagiban, WebServer server, List<FirstPasswords.Letter> letters) {
    this.kagiban = kagiban;
    this.server = server;
    this.letters = letters;
  }

  /**
   * Opens the bank.
   *
   * @param connect as the institution's internet banking
   * @param address of the loopback interface; port 0 takes a free one
   * @param folder where its book is kept
   * @param tokenUrl of the software token's page, asked at each transfer; empty where there is none
   * @throws IOException where the address cannot be listened on
   */
  public static BankApp start(
      ConnectFile connect,
      String institution,
      InetSocketAddress address,
      Path folder,
      Supplier<String> tokenUrl,
      Clock clock)
      throws IOException {
    List<FirstPasswords.Letter> letters =
        FirstPasswords.ensure(folder.resolve("bank-first-passwords.properties"));
    Book book = new Book(new SavedFile(folder.resolve("bank-book.properties")), letters);
    Session kagiban = Session.open(connect, CALL);
    try {
      Desk desk =
          new Desk(
              book,
              new Codes(kagiban, institution),
              new Visits("kagiban-bank", clock),
              new Visits("kagiban-bank-said", clock),
              new Guesses(clock),
              clock);
      WebServer server = WebServer.start(address, null, "bank-pages", routes(desk, tokenUrl));
      return new BankApp(kagiban, server, letters);
    } catch (IOException | RuntimeException e) {
      kagiban.close();
      throw e;
    }
  }

  private static Routes routes(Desk desk, Supplier<String> tokenUrl) {
    Routes routes =
        new Routes()
            .file("/bank.css", "text/css; charset=utf-8", BankApp.class, "bank.css")
            .file("/bank.js", "text/javascript; charset=utf-8", BankApp.class, "bank.js")
            .file("/favicon.svg", "image/svg+xml", BankApp.class, "favicon.svg");
    new LoginPages(desk).addTo(routes);
    new RegisterPages(desk).addTo(routes);
    new MainPage(desk).addTo(routes);
    new TransferPages(desk, tokenUrl).addTo(routes);
    return routes;
  }

  /** Such as {@code http://localhost:8080}. */
  public String url() {
    return server.url();
  }

  /** The sample customers, with what the bank's letters told them. */
  public List<FirstPasswords.Letter> letters() {
    return letters;
  }

  @Override
  public void close() {
    server.close();
    kagiban.close();
  }
}
