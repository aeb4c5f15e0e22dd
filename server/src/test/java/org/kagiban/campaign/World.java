package org.kagiban.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kagiban.app.Calls;
import org.kagiban.app.KnownToken;
import org.kagiban.app.LiveServer;
import org.kagiban.app.VendorFile;
import org.kagiban.audit.AuditEvent;
import org.kagiban.audit.file.TileFiles;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.NoteException;
import org.kagiban.audit.note.TrustedKeys;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.verify.Finding;
import org.kagiban.audit.verify.LogVerifier;
import org.kagiban.cli.Session;
import org.kagiban.demo.DevCaller;
import org.kagiban.store.PostgresProcess;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.v1.Verdict;

/**
 * Three servers, one PostgreSQL, one log, and two partitions with the same resident seeds (the
 * second is a copy of the first). Of one thread, which must live as long: PostgreSQL ends with the
 * thread that starts it.
 */
final class World implements AutoCloseable {
  static final int SERVERS = 3;
  static final int PARTITIONS = 2;

  private static final int TOKENS = 5;
  private static final TokenProfile HOTP = new TokenProfile(OtpType.HOTP, HashAlgorithm.SHA1, 8, 0);
  private static final TokenProfile TOTP =
      new TokenProfile(OtpType.TOTP, HashAlgorithm.SHA1, 8, 30);

  final PostgresProcess postgres;
  final List<CutOffPartition> partitions = new ArrayList<>();
  final List<Node> nodes = new ArrayList<>();
  private final Path folder;
  private final List<List<Customer>> customers = new ArrayList<>();
  private final List<AuditEvent> read = new ArrayList<>();

  /** No event of the log is later than the system's time and this. */
  private long highestOffset;

  /**
   * @param runs how many, each with customers of its own
   * @param broken as in {@link Node}
   */
  World(Path folder, int runs, @Nullable Path broken) throws Exception {
    this.folder = folder;
    postgres = PostgresProcess.start();
    try (LiveServer prepared = prepare(runs)) {
      CutOffPartition first = new CutOffPartition(folder.resolve("softhsm"));
      partitions.add(first);
      partitions.add(first.copy(folder.resolve("softhsm-copy")));
      for (int i = 0; i < SERVERS; i++) {
        Path conf = partitions.get(i % PARTITIONS).conf();
        nodes.add(new Node(prepared, "server-" + i, conf, postgres.port(), broken));
      }
    }
  }

  private LiveServer prepare(int runs) throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/";
    try (Connection connection =
            DriverManager.getConnection(
                url + "postgres", PostgresProcess.USER, PostgresProcess.PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE campaign");
    }
    Path password = folder.resolve("store.password");
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, PostgresProcess.PASSWORD + "\n");
    LiveServer server =
        LiveServer.startOn(
            folder,
            "lock-limit: %d\nauto-unlock: never\nwindow: %d\nenrollment-window: %d\n"
                .formatted(Customer.LOCK_LIMIT, Customer.WINDOW, Customer.WINDOW),
            "url: %scampaign\nuser: %s\npassword-file: %s"
                .formatted(url, PostgresProcess.USER, password));
    try {
      enrol(server, runs);
      server.stop();
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  private void enrol(LiveServer server, int runs) throws Exception {
    VendorFile file = new VendorFile();
    List<KnownToken> tokens = new ArrayList<>();
    for (int i = 0; i < runs * TOKENS; i++) {
      boolean counting = i % TOKENS % 2 == 0;
      tokens.add(KnownToken.random("CAMP%08d".formatted(i), counting ? HOTP : TOTP));
      file.add(tokens.get(i));
    }
    file.load(server, "tokens.xml");
    Session session = server.connect(DevCaller.INTERNET_BANKING);
    for (int run = 0; run < runs; run++) {
      List<Customer> own = new ArrayList<>();
      for (KnownToken token : tokens.subList(run * TOKENS, (run + 1) * TOKENS)) {
        boolean counting = token.profile().equals(HOTP);
        // Far back in its window, so that there is much to be accepted later.
        long factor = counting ? 0 : TOTP.stepAt(Instant.now()) - Customer.WINDOW + 1;
        var answer = Calls.enroll(session, token.id(), token.id(), token.code(factor));
        if (answer.getVerdict() != Verdict.VERDICT_ACCEPTED) {
          throw new IllegalStateException("not enrolled: " + answer);
        }
        own.add(new Customer(token.id(), token, factor + 1));
      }
      customers.add(own);
    }
  }

  /** Whose tokens a run uses. */
  List<Customer> customers(int run) {
    return customers.get(run);
  }

  /** Sets a server's clock, and remembers how far any has been. */
  void setClock(Node node, long offsetMillis) {
    node.setOffsetMillis(offsetMillis);
    highestOffset = Math.max(highestOffset, offsetMillis);
  }

  /** Milliseconds that no server's clock was ever further ahead than. */
  long highestOffset() {
    return highestOffset;
  }

  /** The published log, as an auditor reads it. That what was read stays is {@link #findings}'. */
  List<AuditEvent> events() throws IOException, NoteException {
    LogReader reader = LogReader.open(tiles(), keys().open(checkpoint()));
    for (long i = read.size(); i < reader.size(); i++) {
      read.add(reader.event(i));
    }
    return List.copyOf(read);
  }

  /** What {@code audit verify} finds. */
  List<Finding> findings() throws IOException, NoteException {
    return new LogVerifier(tiles(), keys().open(checkpoint())).verify(read -> {}).findings();
  }

  private byte[] checkpoint() throws IOException {
    return Objects.requireNonNull(tiles().checkpoint(), "no checkpoint was published");
  }

  private TileFiles tiles() {
    return TileFiles.quick(folder.resolve("audit"));
  }

  private TrustedKeys keys() throws IOException {
    Path key = folder.resolve("audit").resolve("vkey");
    return TrustedKeys.of(VerifierKey.parse(Files.readString(key).strip()));
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(Node::close);
    try {
      postgres.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
