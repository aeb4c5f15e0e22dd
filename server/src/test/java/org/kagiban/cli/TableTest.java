package org.kagiban.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
  @Test
  void toString_japaneseCells_standUnderEachOther() {
    Table table = new Table();
    table.row("契約者ID", "K-1");
    table.row("token", "VSST12345678");

    assertThat(table.toString())
        .isEqualTo(
            """
            契約者ID  K-1
            token     VSST12345678\
            """);
  }

  @Test
  void toString_lastCellEmpty_leavesNoTrailingSpace() {
    Table table = new Table();
    table.row("a", "");
    table.row("bb", "c");

    assertThat(table.toString()).isEqualTo("a\nbb  c");
  }
}
