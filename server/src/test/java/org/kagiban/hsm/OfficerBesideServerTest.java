package org.kagiban.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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

  @Test
  void generateKek_severalProcessesAtOnce_eachOpens() throws Exception {
    SoftHsm hsm = SoftHsm.create();
    List<Process> processes = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      processes.add(OfficerProcess.start(hsm, "kagiban-kek-" + i, "one"));
    }
    for (Process process : processes) {
      assertThat(OfficerProcess.output(process)).hasSize(6);
    }
  }
}
