package org.kagiban.demo.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.kagiban.cli.FakeServer;
import org.kagiban.cli.SoftwareToken;
import org.kagiban.demo.DevCaller;
import org.kagiban.otp.Transaction;
import org.kagiban.token.HashAlgorithm;
import org.kagiban.token.OtpType;
import org.kagiban.token.TokenProfile;
import org.kagiban.web.Browser;

/** The page computes what {@link SoftwareToken} does, and refuses what {@link Transaction} does. */
final class PageArithmeticTest {
  private static final long[] STEPS = {0, 1, 37_037_036, 59_857_142, 4_294_967_301L};
  private static final Transaction PAYMENT =
      new Transaction(
          List.of(
              new Transaction.Field("payee", "鍵番信用金庫 普通 1234567 ヤマダ タロウ 🗝"),
              new Transaction.Field("amount", "50000 JPY")));
  private static final byte[] SEED = seed();

  @RegisterExtension static final Browser BROWSER = new Browser();

  @TempDir private static Path folder;
  private static FakeServer server;
  private static TokenApp app;
  private static KeyPair pair;
  private static byte[] wrapped;

  private static byte[] seed() {
    byte[] seed = new byte[20];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) (37 * i + 201);
    }
    return seed;
  }

  @BeforeAll
  static void start() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    pair = generator.generateKeyPair();
    KnownSeeds seeds = new KnownSeeds(SEED);
    wrapped = seeds.wrap(pair.getPublic().getEncoded());
    server = new FakeServer(folder, seeds);
    app =
        TokenApp.start(
            server.connect(DevCaller.INTERNET_BANKING),
            "cu",
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            false);
  }

  @AfterAll
  static void stop() {
    app.close();
    server.close();
  }

  private static SoftwareToken token(TokenProfile profile, Clock clock) throws Exception {
    return SoftwareToken.open("VSST12345678", profile, wrapped, pair.getPrivate(), clock);
  }

  @Test
  void codesAndSignatures_ofEveryProfile_areThoseOfTheSoftwareToken() throws Exception {
    List<String> expected = new ArrayList<>();
    List<Object> asked = new ArrayList<>();
    for (HashAlgorithm hash : HashAlgorithm.values()) {
      for (int digits = 6; digits <= 8; digits++) {
        for (int period : new int[] {30, 60}) {
          TokenProfile profile = new TokenProfile(OtpType.TOTP, hash, digits, period);
          SoftwareToken token = token(profile, Clock.systemUTC());
          for (long step : STEPS) {
            expected.add(token.code(step) + " " + token.sign(PAYMENT, step));
            String name = hash.name().replace("SHA", "SHA-");
            asked.add(
                Map.of("algorithm", name, "digits", digits, "period", period, "step", "" + step));
          }
        }
      }
    }
    Page page = BROWSER.desktop();
    page.navigate(app.url());
    Object got =
        page.evaluate(
            Scripts.COMPUTE,
            Map.of("seed", Scripts.numbers(SEED), "fields", fields(), "asked", asked));
    assertThat(got).isEqualTo(expected);
  }

  private static List<Map<String, String>> fields() {
    return PAYMENT.fields().stream()
        .map(field -> Map.of("name", field.name(), "value", field.value()))
        .toList();
  }

  @Test
  void values_thatTheServerRefuses_areRefused() {
    Page page = BROWSER.desktop();
    page.navigate(app.url());
    for (String bad :
        new String[] {"", "a\nb", "a\u202eb", "e\u0301", "a\u2028b", "\u200b", "a".repeat(129)}) {
      assertThat(isGood(page, bad)).as(bad).isEqualTo(false);
      assertThatThrownBy(() -> new Transaction.Field("payee", bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String good : new String[] {"é", "ヤマダ　タロウ", "🗝".repeat(128), "1"}) {
      assertThat(isGood(page, good)).as(good).isEqualTo(true);
      assertThat(new Transaction.Field("payee", good).value()).isEqualTo(good);
    }
  }

  private static Object isGood(Page page, String value) {
    return page.evaluate("async (v) => (await import('/transaction.js')).isGoodValue(v)", value);
  }

  @Test
  void display_atSeveralMoments_showsTheCodeOfItsTimeStep() throws Exception {
    Page page = BROWSER.phone();
    Instant start = Instant.parse("2026-11-26T09:00:10Z");
    page.clock()
        .install(new com.microsoft.playwright.Clock.InstallOptions().setTime(start.toEpochMilli()));
    page.clock().pauseAt(start.plusSeconds(1).toEpochMilli());
    page.navigate(app.url());
    page.locator("input[value=none]").check();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("トークンを作成")).click();
    for (int i = 0; i < 3; i++) {
      Instant now = start.plusSeconds(1 + 30L * i);
      String code = token(TokenProfile.DEFAULT, Clock.fixed(now, ZoneOffset.UTC)).read().code();
      PlaywrightAssertions.assertThat(page.locator("#code"))
          .hasText(code.substring(0, 3) + " " + code.substring(3));
      PlaywrightAssertions.assertThat(page.locator("#ring .seconds")).hasText("19");
      page.clock().runFor(30_000);
    }
  }
}
