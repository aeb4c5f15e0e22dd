-- All tables, as the SQLite migrations up to the same number leave them; numbers count alike in every
-- engine. Times are microseconds since the Unix epoch. What each column means:
-- org/kagiban/store/README.md. Ids are ordered by their bytes, whatever the database's locale.

CREATE TABLE token (
  token_id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  institution         TEXT COLLATE "C" NOT NULL,
  subscriber_id       TEXT COLLATE "C",
  otp_type            TEXT   NOT NULL,
  algorithm           TEXT   NOT NULL,
  digits              BIGINT NOT NULL,
  period_seconds      BIGINT NOT NULL,
  valid_from          BIGINT,
  valid_until         BIGINT,
  seed_ref            TEXT,
  kcv                 BYTEA  NOT NULL,
  created_at          BIGINT NOT NULL,
  retired             BIGINT NOT NULL,
  suspended           BIGINT NOT NULL,
  enrolled_at         BIGINT,
  watermark           BIGINT NOT NULL,
  drift               BIGINT NOT NULL,
  failures            BIGINT NOT NULL,
  locked_at           BIGINT,
  temporary_salt      BYTEA,
  temporary_hash      BYTEA,
  temporary_uses      BIGINT,
  temporary_expires   BIGINT,
  signature_watermark BIGINT NOT NULL,
  chain_length        BIGINT NOT NULL,
  chain_head          BYTEA,

  CONSTRAINT token_id_form CHECK (char_length(token_id) BETWEEN 1 AND 32),
  CONSTRAINT otp_type_known CHECK (otp_type IN ('HOTP', 'TOTP')),
  CONSTRAINT algorithm_known CHECK (algorithm IN ('SHA1', 'SHA256', 'SHA512')),
  CONSTRAINT digits_shown CHECK (digits BETWEEN 6 AND 8),
  CONSTRAINT period_fits_type CHECK (
    (otp_type = 'HOTP' AND period_seconds = 0)
    OR (otp_type = 'TOTP' AND period_seconds IN (30, 60))),
  CONSTRAINT validity_ordered CHECK (valid_from < valid_until),
  CONSTRAINT kcv_size CHECK (octet_length(kcv) = 8),
  CONSTRAINT retired_flag CHECK (retired IN (0, 1)),
  CONSTRAINT suspended_flag CHECK (suspended IN (0, 1)),
  CONSTRAINT enrolled_with_subscriber CHECK (
    (subscriber_id IS NULL) = (enrolled_at IS NULL)),
  CONSTRAINT retired_is_nobodys CHECK (retired = 0 OR subscriber_id IS NULL),
  CONSTRAINT watermark_positive CHECK (watermark >= 0),
  CONSTRAINT failures_positive CHECK (failures >= 0),
  CONSTRAINT temporary_whole CHECK (
    (temporary_salt IS NULL) = (temporary_hash IS NULL)
    AND (temporary_salt IS NULL) = (temporary_uses IS NULL)
    AND (temporary_salt IS NULL) = (temporary_expires IS NULL)),
  CONSTRAINT temporary_uses_positive CHECK (temporary_uses >= 0),
  CONSTRAINT signature_watermark_positive CHECK (signature_watermark >= 0),
  CONSTRAINT chain_length_positive CHECK (chain_length >= 0),
  CONSTRAINT chain_head_fits_length CHECK (
    (chain_head IS NULL) = (chain_length = 0)
    AND (chain_head IS NULL OR octet_length(chain_head) = 32))
);

-- A subscriber has at most one token.
CREATE UNIQUE INDEX token_of_subscriber ON token (institution, subscriber_id)
  WHERE subscriber_id IS NOT NULL;

-- Pages of an institution's tokens.
CREATE INDEX token_of_institution ON token (institution, token_id);

-- Seeds still to be destroyed: few at any time.
CREATE INDEX token_retired_with_seed ON token (token_id)
  WHERE retired = 1 AND seed_ref IS NOT NULL;

CREATE TABLE request (
  request_key BYTEA  NOT NULL PRIMARY KEY,
  digest      BYTEA  NOT NULL,
  answer      BYTEA  NOT NULL,
  created_at  BIGINT NOT NULL,

  CONSTRAINT request_key_size CHECK (octet_length(request_key) = 16),
  CONSTRAINT digest_size CHECK (octet_length(digest) = 16)
);

-- The oldest first, to be forgotten.
CREATE INDEX request_by_age ON request (created_at);

CREATE TABLE event (
  position BIGINT NOT NULL PRIMARY KEY,
  event_id BYTEA  NOT NULL,
  entry    BYTEA  NOT NULL,

  CONSTRAINT position_positive CHECK (position >= 0),
  CONSTRAINT event_id_size CHECK (octet_length(event_id) = 16)
);

CREATE UNIQUE INDEX event_by_id ON event (event_id);

-- Where the chains of keys that are no token's stand, by label.
CREATE TABLE key_chain (
  label  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  length BIGINT NOT NULL,
  head   BYTEA  NOT NULL,

  CONSTRAINT length_positive CHECK (length > 0),
  CONSTRAINT head_size CHECK (octet_length(head) = 32)
);

CREATE TABLE seed (
  token_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES token (token_id),
  kek      TEXT COLLATE "C" NOT NULL,
  wrapped  BYTEA NOT NULL,
  mac      BYTEA NOT NULL,

  CONSTRAINT wrapped_size CHECK (
    octet_length(wrapped) BETWEEN 24 AND 136 AND octet_length(wrapped) % 8 = 0),
  CONSTRAINT mac_size CHECK (octet_length(mac) = 32)
);

-- How many rows each KEK still protects.
CREATE INDEX seed_by_kek ON seed (kek);

CREATE TABLE ceremony (
  ceremony_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  kind        TEXT   NOT NULL,
  file        BYTEA  NOT NULL,
  status      TEXT   NOT NULL,
  proposed_at BIGINT NOT NULL,
  outcome     TEXT,

  CONSTRAINT status_known CHECK (
    status IN ('PROPOSED', 'CANCELLED', 'RUNNING', 'EXECUTED', 'ABORTED'))
);

-- The newest first.
CREATE INDEX ceremony_by_age ON ceremony (proposed_at);

CREATE TABLE ceremony_act (
  ceremony_id TEXT COLLATE "C" NOT NULL REFERENCES ceremony (ceremony_id),
  ordinal     BIGINT NOT NULL,
  act         TEXT   NOT NULL,
  about       BYTEA  NOT NULL,
  signed_at   BIGINT NOT NULL,
  expires_at  BIGINT NOT NULL,
  custodian   TEXT   NOT NULL,
  person      TEXT   NOT NULL,
  certificate BYTEA  NOT NULL,
  signature   BYTEA  NOT NULL,
  PRIMARY KEY (ceremony_id, ordinal),

  CONSTRAINT ordinal_positive CHECK (ordinal >= 0),
  CONSTRAINT about_size CHECK (octet_length(about) = 32)
);

CREATE TABLE custody_key (
  label       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  kind        TEXT   NOT NULL,
  state       TEXT   NOT NULL,
  kcv         BYTEA  NOT NULL,
  kcv_method  TEXT   NOT NULL,
  since       BIGINT NOT NULL,
  ceremony_id TEXT COLLATE "C" NOT NULL REFERENCES ceremony (ceremony_id),

  CONSTRAINT state_known CHECK (
    state IN ('PRE_ACTIVE', 'ACTIVE', 'DEACTIVATED', 'DESTROYED'))
);

-- One KEK wraps new seeds.
CREATE UNIQUE INDEX custody_key_one_active_kek ON custody_key (kind)
  WHERE kind = 'kek' AND state = 'ACTIVE';

-- What of the configuration the audit log has told of last.
CREATE TABLE setting (
  name   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  role   TEXT,
  person TEXT,
  value  TEXT NOT NULL
);

-- One row, rewritten to find out whether the store can be written.
CREATE TABLE probe (
  id        BIGINT NOT NULL PRIMARY KEY,
  probed_at BIGINT NOT NULL,

  CONSTRAINT one_probe CHECK (id = 1)
);

INSERT INTO probe (id, probed_at) VALUES (1, 0);

-- One row, locked by each transaction that writes, before anything else: one writer at a time on all
-- servers together, as places in the log are given without gaps.
CREATE TABLE writing (
  id BIGINT NOT NULL PRIMARY KEY,

  CONSTRAINT one_writer CHECK (id = 1)
);

INSERT INTO writing (id) VALUES (1);

-- A seed wrapped while its KEK was destroyed would be lost: such a row is refused.
CREATE FUNCTION refuse_destroyed_kek() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM custody_key WHERE label = NEW.kek AND state = 'DESTROYED') THEN
    RAISE EXCEPTION 'the KEK of the seed was destroyed' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER seed_kek_alive BEFORE INSERT ON seed
FOR EACH ROW EXECUTE FUNCTION refuse_destroyed_kek();

-- One row: which server signs the log, until when unless it says so again, and the checkpoint that
-- was to be published last.
CREATE TABLE log_turn (
  id          BIGINT NOT NULL PRIMARY KEY,
  holder      TEXT   NOT NULL,
  expires_at  TIMESTAMPTZ NOT NULL,
  signed_size BIGINT,
  signed_root BYTEA,

  CONSTRAINT one_turn CHECK (id = 1),
  CONSTRAINT signed_whole CHECK ((signed_size IS NULL) = (signed_root IS NULL)),
  CONSTRAINT signed_root_size CHECK (octet_length(signed_root) = 32)
);

INSERT INTO log_turn (id, holder, expires_at) VALUES (1, '', now());
