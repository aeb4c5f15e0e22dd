-- What of the configuration the audit log has told of last, so that a start tells only of changes.
CREATE TABLE setting (
  name   TEXT NOT NULL PRIMARY KEY,
  role   TEXT,
  person TEXT,
  value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
