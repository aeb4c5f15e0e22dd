package org.kagiban.custody;

/** Hears how a load goes, on the loading thread. May block: the load then waits. */
public interface LoadListener {
  /**
   * A record was not loaded.
   *
   * @param record place in the file, from 1
   * @param tokenId empty where it could not be read
   * @param reason a word for programs, such as SEED_DIFFERS
   * @param message a sentence for people
   */
  void refused(long record, String tokenId, String reason, String message);

  /**
   * @param records how many have been dealt with
   */
  void progress(long records);
}
