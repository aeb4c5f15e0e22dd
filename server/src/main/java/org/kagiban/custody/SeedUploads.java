package org.kagiban.custody;

import java.io.InputStream;
import org.kagiban.token.Institution;
import org.kagiban.verification.Caller;

/** Takes sealed seed files in, for a ceremony of kind seed-batch to load later. Thread-safe. */
public interface SeedUploads {
  /**
   * Keeps a file in the spool and tries every record, none kept: read, binding MAC, unwrapping, key
   * check value, comparison with the tokens that are there. Blocks its caller. The same file again
   * is tried again and kept once.
   *
   * @param institution whose the tokens will be
   * @param fileName for the log, 1 to 200 characters
   * @param sealedFile as {@code kagiban seeds seal} writes it; not closed
   * @throws SeedFileException where the file cannot be used, or not further; it is not kept then
   * @throws org.kagiban.verification.UnavailableException where HSM or store fail; upload the file
   *     again later
   */
  UploadReport upload(
      Caller caller,
      Institution institution,
      String fileName,
      InputStream sealedFile,
      LoadListener listener)
      throws SeedFileException;
}
