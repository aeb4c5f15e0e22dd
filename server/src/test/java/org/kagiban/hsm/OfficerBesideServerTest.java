package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OfficerBesideServerTest {
  @Test
  void generateKek_besideAnOpenPartition_isSeenThereWithoutReopening() throws Exception {
    SoftHsm hsm = SoftHsm.create();
    try (Partition partition = hsm.open()) {
      PartitionKeyMaker maker = new PartitionKeyMaker(partition);
      assertThat(maker.find("kagiban-kek-1")).isEmpty();
      String check = OfficerProcess.output(OfficerProcess.start(hsm, "kagiban-kek-1", "one"));
      assertThat(maker.kek("kagiban-kek-1", false).check().value()).contains(check);
    }
  }

  /**
   * SoftHSM rewrites its token file at each login, so that one that reads it at that moment may be
   * told that a right PIN is wrong. Such a process is started again, as an operator would.
   */
  @Test
  void generateKek_severalProcessesAtOnce_eachMakesItsKey() throws Exception {
    SoftHsm hsm = SoftHsm.create();
    Map<String, Process> processes = new LinkedHashMap<>();
    for (int i = 1; i <= 4; i++) {
      String label = "kagiban-kek-" + i;
      processes.put(label, OfficerProcess.start(hsm, label, "one"));
    }
    for (Map.Entry<String, Process> each : processes.entrySet()) {
      assertThat(outputOf(each.getValue(), hsm, each.getKey())).hasSize(6);
    }
  }

  private static String outputOf(Process first, SoftHsm hsm, String label) throws Exception {
    Process process = first;
    for (int again = 0; again < 3; again++) {
      try {
        return OfficerProcess.output(process);
      } catch (IllegalStateException e) {
        process = OfficerProcess.start(hsm, label, "one");
      }
    }
    return OfficerProcess.output(process);
  }
}
