package org.kagiban.audit.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kagiban.audit.EventKind.KEY_DESTROYED;
import static org.kagiban.audit.EventKind.KEY_GENERATING;
import static org.kagiban.audit.EventKind.KEY_MOVED;
import static org.kagiban.audit.EventKind.TOKEN_RETIRED;
import static org.kagiban.audit.reconcile.Story.HMAC;
import static org.kagiban.audit.reconcile.Story.SPKI;
import static org.kagiban.audit.reconcile.Story.bytes;
import static org.kagiban.audit.reconcile.Story.key;
import static org.kagiban.audit.reconcile.Story.object;
import static org.kagiban.audit.reconcile.Story.row;
import static org.kagiban.audit.reconcile.Story.seedAttributes;
import static org.kagiban.audit.reconcile.Story.token;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kagiban.audit.EventField;
import org.kagiban.audit.EventKind;

class ReconciliationTest {
  private final Story story = new Story();

  private static List<String> told(Reconciliation.Result result) {
    assertThat(result.all()).isEqualTo(result.differences().size());
    return result.differences().stream()
        .map(
            one ->
                "%s %s %s%s"
                    .formatted(
                        one.kind(),
                        one.where(),
                        one.key(),
                        one.attribute().isEmpty() ? "" : " " + one.attribute()))
        .toList();
  }

  @Test
  void seeds_asLogged_areClean() {
    story.seed("A1", 1).seed("B2", 2, "kek-1").seed("C3", 3).inventoryBegins();
    Reconciliation.Result result =
        story.against(
            object("A1", 1),
            row("B2", "kek-1"),
            object("C3", 3),
            token("A1", 1),
            token("B2", 2),
            token("C3", 3));
    assertThat(told(result)).isEmpty();
    assertThat(result.clean()).isTrue();
    assertThat(result.items()).isEqualTo(6);
  }

  @Test
  void seeds_goneAddedAndChanged_areToldEachByItsClass() {
    story.seed("A1", 1).seed("B2", 2, "kek-1").seed("C3", 3).inventoryBegins();
    assertThat(
            told(
                story.against(
                    object("C3", 99),
                    object("D4", 4),
                    row("E5", "kek-1"),
                    token("A1", 1),
                    token("C3", 99),
                    token("F6", 6))))
        .containsExactlyInAnyOrder(
            "MISSING PARTITION A1",
            "MISSING DATABASE B2",
            "MISSING TOKEN B2",
            "KCV_MISMATCH PARTITION C3",
            "KCV_MISMATCH TOKEN C3",
            "UNLOGGED PARTITION D4",
            "UNLOGGED DATABASE E5",
            "UNLOGGED TOKEN F6");
  }

  @Test
  void seed_underAnotherKek_differs() {
    story.seed("B2", 2, "kek-1").inventoryBegins();
    Reconciliation.Result result = story.against(row("B2", "kek-2"), token("B2", 2));
    assertThat(told(result)).containsExactly("KEK_DIFFERS DATABASE B2");
    assertThat(result.differences().get(0).logged()).isEqualTo("kek-1");
    assertThat(result.differences().get(0).found()).isEqualTo("kek-2");
    assertThat(result.differences().get(0).index()).isZero();
  }

  @Test
  void seed_moved_isExpectedWhereItIsNow() {
    story.seed("A1", 1).seed("B2", 2, "kek-1");
    story.tell(
        KEY_MOVED, event -> event.with(EventField.TOKENS, "A1").with(EventField.KEK, "kek-2"));
    story.token(KEY_MOVED, "B2").inventoryBegins();
    assertThat(
            told(
                story.against(row("A1", "kek-2"), object("B2", 2), token("A1", 1), token("B2", 2))))
        .isEmpty();
  }

  @Test
  void seed_inTheOtherPlaceToo_isUnloggedThere() {
    story.seed("A1", 1).seed("B2", 2, "kek-1").inventoryBegins();
    assertThat(
            told(
                story.against(
                    object("A1", 1),
                    row("A1", "kek-1"),
                    object("B2", 2),
                    row("B2", "kek-1"),
                    token("A1", 1),
                    token("B2", 2))))
        .containsExactlyInAnyOrder("UNLOGGED DATABASE A1", "UNLOGGED PARTITION B2");
  }

  @Test
  void seed_destroyed_mustBeGoneEverywhereButItsTokensRow() {
    for (String token : List.of("A1", "B2", "C3")) {
      story.seed(token, 1).token(TOKEN_RETIRED, token).token(KEY_DESTROYED, token);
    }
    story.inventoryBegins();
    assertThat(
            told(
                story.against(
                    Item.token("A1", bytes(1), true, ""),
                    object("B2", 1),
                    Item.token("B2", bytes(1), true, ""),
                    row("C3", "kek-1"),
                    Item.token("C3", bytes(1), true, "C3"))))
        .containsExactlyInAnyOrder(
            "NOT_DESTROYED PARTITION B2", "NOT_DESTROYED DATABASE C3", "NOT_DESTROYED TOKEN C3");
  }

  @Test
  void seed_ofRetiredToken_mayBeThereOrGone() {
    story.seed("A1", 1).token(TOKEN_RETIRED, "A1").seed("B2", 2).token(TOKEN_RETIRED, "B2");
    story.inventoryBegins();
    assertThat(told(story.against(object("A1", 1), token("A1", 1), token("B2", 2)))).isEmpty();
  }

  @Test
  void seed_onlyAnnounced_isUnlogged() {
    story.token(KEY_GENERATING, "A1").seed("B2", 1).inventoryBegins();
    assertThat(told(story.against(object("A1", 1), object("B2", 1), token("B2", 1))))
        .containsExactly("UNLOGGED PARTITION A1");
  }

  @Test
  void seeds_thatChangeMeanwhile_areLeftOut() {
    story.seed("A1", 1).seed("B2", 2).token(KEY_GENERATING, "C3").inventoryBegins();
    story.token(KEY_DESTROYED, "A1").token(KEY_MOVED, "B2").seed("D4", 4);
    Reconciliation.Result result =
        story.against(row("B2", "x"), object("D4", 9), object("C3", 9), token("A1", 7));
    // C3 was announced five minutes before the inventory, or at its moment: see Story.
    assertThat(told(result)).doesNotContain("KCV_MISMATCH PARTITION D4");
    assertThat(result.unsettled()).isEqualTo(4);
    assertThat(result.clean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "CKA_SENSITIVE, false",
    "CKA_PRIVATE, false",
    "CKA_SIGN, false",
    "CKA_DERIVE, true",
    "CKA_DECRYPT, true",
    "CKA_EXTRACTABLE, true"
  })
  void seed_weakerThanItMustBe_hasDrifted(String attribute, boolean value) {
    story.seed("A1", 1).inventoryBegins();
    Map<String, Boolean> weaker = seedAttributes();
    weaker.put(attribute, value);
    Reconciliation.Result result = story.against(object("A1", 1, weaker), token("A1", 1));
    assertThat(told(result)).containsExactly("ATTRIBUTE_DRIFT PARTITION A1 " + attribute);
    assertThat(result.differences().get(0).found()).isEqualTo(Boolean.toString(value));
  }

  @Test
  void seed_thatMayLeaveUnderTrustedKeysOnly_isAsItMustBe() {
    story.seed("A1", 1).inventoryBegins();
    Map<String, Boolean> attributes = seedAttributes();
    attributes.put("CKA_EXTRACTABLE", true);
    attributes.put("CKA_WRAP_WITH_TRUSTED", true);
    assertThat(told(story.against(object("A1", 1, attributes), token("A1", 1)))).isEmpty();
  }

  @Test
  void seed_modifiable_hasDriftedWhereThePartitionLocksItsKeys() {
    Map<String, Boolean> open = seedAttributes();
    open.put("CKA_MODIFIABLE", true);
    Story lax = new Story().seed("A1", 1).inventoryBegins();
    assertThat(told(lax.against(object("A1", 1, open), token("A1", 1)))).isEmpty();

    story.key("kagiban-request", 7, HMAC, "CKA_MODIFIABLE=false").seed("A1", 1).inventoryBegins();
    Map<String, Boolean> locked = Map.of("CKA_MODIFIABLE", false);
    assertThat(
            told(
                story.against(
                    key(Item.SECRET_KEY, "kagiban-request", 7, HMAC, locked),
                    object("A1", 1, open),
                    token("A1", 1))))
        .containsExactly("ATTRIBUTE_DRIFT PARTITION A1 CKA_MODIFIABLE");
  }

  @ParameterizedTest
  @CsvSource({"1,9", "9,1"})
  void seed_twice_isUnloggedOnceWhicheverComesFirst(long first, long second) {
    story.seed("A1", 1).inventoryBegins();
    assertThat(told(story.against(object("A1", first), object("A1", second), token("A1", 1))))
        .containsExactly("UNLOGGED PARTITION A1");
  }

  @Test
  void seed_thatCannotBeRead_isUnreadable() {
    story.seed("A1", 1).seed("B2", 2, "kek-1").inventoryBegins();
    Item mute =
        Item.object(
            Item.SECRET_KEY, "kagiban-seed/A1", "A1", seedAttributes(), new byte[0], "", "broken");
    Reconciliation.Result result =
        story.against(
            mute,
            Item.row("B2", "kek-1", new byte[0], "", "the row was changed"),
            token("A1", 1),
            token("B2", 2));
    assertThat(told(result))
        .containsExactlyInAnyOrder("UNREADABLE PARTITION A1", "UNREADABLE DATABASE B2");
    assertThat(result.differences())
        .anySatisfy(one -> assertThat(one.text()).contains("the row was changed"));
  }

  @Test
  void keys_asLogged_areClean() {
    story.key(
        "kagiban-request", 7, HMAC, "CKA_SENSITIVE=true CKA_UNWRAP_TEMPLATE.CKA_PRIVATE=true");
    story.key("kagiban-import", 8, SPKI, "CKA_SENSITIVE=true").inventoryBegins();
    assertThat(
            told(
                story.against(
                    key(Item.PUBLIC_KEY, "kagiban-import", 8, SPKI, Map.of()),
                    key(Item.SECRET_KEY, "kagiban-request", 7, HMAC, Map.of("CKA_SENSITIVE", true)),
                    key(
                        Item.PRIVATE_KEY,
                        "kagiban-import",
                        8,
                        SPKI,
                        Map.of("CKA_SENSITIVE", true)))))
        .isEmpty();
  }

  @Test
  void keys_goneAddedAndChanged_areToldEachByItsClass() {
    story.key("gone", 1, HMAC, "").key("half", 2, SPKI, "").key("other", 3, HMAC, "");
    story.key("weak", 4, HMAC, "CKA_SENSITIVE=true CKA_SIGN=true").key("twice", 5, HMAC, "");
    story.key("over", 6, HMAC, "");
    story.tell(KEY_DESTROYED, event -> event.with(EventField.KEY, "over")).inventoryBegins();
    Map<String, Boolean> none = Map.of();
    assertThat(
            told(
                story.against(
                    key(Item.PRIVATE_KEY, "half", 2, SPKI, none),
                    key(Item.SECRET_KEY, "other", 33, HMAC, none),
                    key(Item.SECRET_KEY, "weak", 4, HMAC, Map.of("CKA_SENSITIVE", false)),
                    key(Item.SECRET_KEY, "twice", 55, HMAC, none),
                    key(Item.SECRET_KEY, "twice", 5, HMAC, none),
                    key(Item.SECRET_KEY, "over", 6, HMAC, none),
                    key("data", "", 0, "", none),
                    key("certificate", "twice", 0, "", none))))
        .containsExactlyInAnyOrder(
            "MISSING PARTITION gone",
            "MISSING PARTITION half",
            "KCV_MISMATCH PARTITION other",
            "ATTRIBUTE_DRIFT PARTITION weak CKA_SENSITIVE",
            "ATTRIBUTE_DRIFT PARTITION weak CKA_SIGN",
            "UNLOGGED PARTITION twice",
            "UNLOGGED PARTITION twice",
            "NOT_DESTROYED PARTITION over",
            "UNLOGGED PARTITION ceremony");
  }

  @Test
  void key_checkedByAnotherMethod_isAnotherKey() {
    story.key("kek", 1, "first 3 bytes of 16 zero bytes wrapped by RFC 5649", "").inventoryBegins();
    assertThat(told(story.against(key(Item.SECRET_KEY, "kek", 1, HMAC, Map.of()))))
        .containsExactly("KCV_MISMATCH PARTITION kek");
  }

  @Test
  void key_ofAnotherPartition_isNotLookedForHere() {
    story.tell(
        EventKind.KEY_GENERATED,
        event -> event.with(EventField.KEY, "k").with(EventField.PARTITION, "elsewhere"));
    story.inventoryBegins();
    assertThat(told(story.against())).isEmpty();
    Story again = new Story();
    again.tell(
        EventKind.KEY_GENERATED,
        event -> event.with(EventField.KEY, "k").with(EventField.PARTITION, "elsewhere"));
    again.inventoryBegins();
    assertThat(told(again.against(key(Item.SECRET_KEY, "k", 1, HMAC, Map.of()))))
        .containsExactly("UNLOGGED PARTITION k");
  }

  @Test
  void log_thatEndsBeforeTheInventory_cannotBeCompared() {
    story.seed("A1", 1);
    assertThatThrownBy(story::against).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void seeds_aMillion_areComparedOneByOne() {
    int many = 1_000_000;
    for (int i = 0; i < many; i++) {
      story.seed("VSST%08d".formatted(i), i);
    }
    story.inventoryBegins();
    SeedTable seeds = story.expected().seeds();
    assertThat(seeds.count()).isEqualTo(many);
    for (int i = 0; i < many; i += 997) {
      int seed = seeds.find("VSST%08d".formatted(i));
      assertThat(seeds.kcv(seed)).isEqualTo(i);
      assertThat(seeds.name(seed)).isEqualTo("VSST%08d".formatted(i));
    }
    assertThat(seeds.find("VSST99999999")).isEqualTo(SeedTable.NOT_THERE);
    Reconciliation.Result result = story.against();
    assertThat(result.all()).isEqualTo(2L * many);
    assertThat(result.differences()).hasSize(Reconciliation.MOST);
  }
}
