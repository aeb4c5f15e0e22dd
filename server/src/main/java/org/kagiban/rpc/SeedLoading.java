package org.kagiban.rpc;

import java.io.InputStream;
import org.kagiban.custody.LoadListener;
import org.kagiban.custody.LoadSummary;
import org.kagiban.custody.SeedFileException;
import org.kagiban.token.Institution;
import org.kagiban.verification.Caller;

/** What {@link org.kagiban.custody.SeedLoader#load} does. */
@FunctionalInterface
public interface SeedLoading {
  /** Blocks; an exception of the stream or of the listener ends the load. */
  LoadSummary load(
      Caller caller,
      Institution institution,
      String fileName,
      InputStream sealedFile,
      LoadListener listener)
      throws SeedFileException;
}
