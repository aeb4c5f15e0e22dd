-- Seeds that rest here wrapped, ceremonies, and the partition's keys. What each column means:
-- org/kagiban/store/README.md.
CREATE TABLE seed (
  token_id TEXT NOT NULL PRIMARY KEY REFERENCES token (token_id),
  kek      TEXT NOT NULL,
  wrapped  BLOB NOT NULL,
  mac      BLOB NOT NULL,
  CONSTRAINT wrapped_size CHECK (length(wrapped) BETWEEN 24 AND 136 AND length(wrapped) % 8 = 0),
  CONSTRAINT mac_size CHECK (length(mac) = 32)
) STRICT, WITHOUT ROWID;

-- How many rows each KEK still protects.
CREATE INDEX seed_by_kek ON seed (kek);

CREATE TABLE ceremony (
  ceremony_id TEXT    NOT NULL PRIMARY KEY,
  kind        TEXT    NOT NULL,
  file        BLOB    NOT NULL,
  status      TEXT    NOT NULL,
  proposed_at INTEGER NOT NULL,
  outcome     TEXT,
  CONSTRAINT status_known CHECK (
    status IN ('PROPOSED', 'CANCELLED', 'RUNNING', 'EXECUTED', 'ABORTED'))
) STRICT, WITHOUT ROWID;

-- The newest first.
CREATE INDEX ceremony_by_age ON ceremony (proposed_at);

CREATE TABLE ceremony_act (
  ceremony_id TEXT    NOT NULL REFERENCES ceremony (ceremony_id),
  ordinal     INTEGER NOT NULL,
  act         TEXT    NOT NULL,
  about       BLOB    NOT NULL,
  signed_at   INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  custodian   TEXT    NOT NULL,
  person      TEXT    NOT NULL,
  certificate BLOB    NOT NULL,
  signature   BLOB    NOT NULL,
  PRIMARY KEY (ceremony_id, ordinal),
  CONSTRAINT ordinal_positive CHECK (ordinal >= 0),
  CONSTRAINT about_size CHECK (length(about) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE custody_key (
  label       TEXT    NOT NULL PRIMARY KEY,
  kind        TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  kcv         BLOB    NOT NULL,
  kcv_method  TEXT    NOT NULL,
  since       INTEGER NOT NULL,
  ceremony_id TEXT    NOT NULL REFERENCES ceremony (ceremony_id),
  CONSTRAINT state_known CHECK (
    state IN ('PRE_ACTIVE', 'ACTIVE', 'DEACTIVATED', 'DESTROYED'))
) STRICT, WITHOUT ROWID;

-- One KEK wraps new seeds.
CREATE UNIQUE INDEX custody_key_one_active_kek ON custody_key (kind)
  WHERE kind = 'kek' AND state = 'ACTIVE';

-- A seed wrapped while its KEK was destroyed would be lost: such a row is refused.
CREATE TRIGGER seed_kek_alive BEFORE INSERT ON seed
WHEN EXISTS (SELECT 1 FROM custody_key WHERE label = NEW.kek AND state = 'DESTROYED')
BEGIN
  SELECT RAISE(ABORT, 'the KEK of the seed was destroyed');
END;
