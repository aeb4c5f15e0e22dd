package org.kagiban.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kagiban.audit.log.LogReader;
import org.kagiban.audit.note.VerifierKey;
import org.kagiban.audit.tree.Hash;
import org.kagiban.audit.tree.InclusionProof;
import org.kagiban.cli.AuditFaults;
import org.kagiban.cli.AuditJson;
import org.kagiban.web.WebAnswer;
import org.kagiban.web.WebRequest;

/** What the browser needs for its proofs: it computes them, and believes none of it. */
final class ProofData {
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private final OpenLog log;

  ProofData(OpenLog log) {
    this.log = log;
  }

  /** That the log has an event: its bytes, the path, the checkpoint, and the log's keys. */
  WebAnswer inclusion(WebRequest request) throws IOException {
    LogReader reader = log.reader();
    long index = EventPage.index(request, reader);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("entry", BASE64.encodeToString(EventPage.entry(reader, index)));
    json.put("index", Long.toString(index));
    return answer(reader, InclusionProof.make(reader.hashes(), index, reader.size()), json);
  }

  /** That the log continues an earlier one; a larger one has no path, and the browser says so. */
  WebAnswer consistency(WebRequest request) {
    LogReader reader = log.reader();
    String text = request.query("size");
    long size = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    try {
      List<Hash> path = size > reader.size() ? List.of() : reader.consistency(size);
      return answer(reader, path, new LinkedHashMap<>());
    } catch (IOException e) {
      throw AuditFaults.log(e);
    }
  }

  private WebAnswer answer(LogReader reader, List<Hash> path, Map<String, Object> json) {
    json.put("path", path.stream().map(Hash::base64).toList());
    json.put("checkpoint", BASE64.encodeToString(reader.checkpoint().note().encode()));
    json.put("keys", log.folder().keys().logKeys().stream().map(VerifierKey::vkey).toList());
    return WebAnswer.json(200, AuditJson.of(json));
  }

  /** An event's proof as a file for other tools. */
  WebAnswer file(WebRequest request) throws IOException {
    LogReader reader = log.reader();
    byte[] proof = reader.prove(EventPage.index(request, reader)).encode();
    return WebAnswer.plain(200, new String(proof, StandardCharsets.UTF_8));
  }
}
