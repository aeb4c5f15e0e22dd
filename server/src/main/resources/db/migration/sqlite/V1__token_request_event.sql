-- Times are microseconds since the Unix epoch. What each column means: org/kagiban/store/README.md.

CREATE TABLE token (
  token_id          TEXT    NOT NULL PRIMARY KEY,
  institution       TEXT    NOT NULL,
  subscriber_id     TEXT,
  otp_type          TEXT    NOT NULL,
  algorithm         TEXT    NOT NULL,
  digits            INTEGER NOT NULL,
  period_seconds    INTEGER NOT NULL,
  valid_from        INTEGER,
  valid_until       INTEGER,
  seed_ref          TEXT,
  kcv               BLOB    NOT NULL,
  created_at        INTEGER NOT NULL,
  retired           INTEGER NOT NULL,
  suspended         INTEGER NOT NULL,
  enrolled_at       INTEGER,
  watermark         INTEGER NOT NULL,
  drift             INTEGER NOT NULL,
  failures          INTEGER NOT NULL,
  locked_at         INTEGER,
  temporary_salt    BLOB,
  temporary_hash    BLOB,
  temporary_uses    INTEGER,
  temporary_expires INTEGER,

  CONSTRAINT token_id_form CHECK (length(token_id) BETWEEN 1 AND 32),
  CONSTRAINT otp_type_known CHECK (otp_type IN ('HOTP', 'TOTP')),
  CONSTRAINT algorithm_known CHECK (algorithm IN ('SHA1', 'SHA256', 'SHA512')),
  CONSTRAINT digits_shown CHECK (digits BETWEEN 6 AND 8),
  CONSTRAINT period_fits_type CHECK (
    (otp_type = 'HOTP' AND period_seconds = 0)
    OR (otp_type = 'TOTP' AND period_seconds IN (30, 60))),
  CONSTRAINT validity_ordered CHECK (valid_from < valid_until),
  CONSTRAINT kcv_size CHECK (length(kcv) = 8),
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
  CONSTRAINT temporary_uses_positive CHECK (temporary_uses >= 0)
) STRICT, WITHOUT ROWID;

-- A subscriber has at most one token.
CREATE UNIQUE INDEX token_of_subscriber ON token (institution, subscriber_id)
  WHERE subscriber_id IS NOT NULL;

-- Pages of an institution's tokens.
CREATE INDEX token_of_institution ON token (institution, token_id);

-- Seeds still to be destroyed: few at any time.
CREATE INDEX token_retired_with_seed ON token (token_id)
  WHERE retired = 1 AND seed_ref IS NOT NULL;

CREATE TABLE request (
  request_key BLOB    NOT NULL PRIMARY KEY,
  digest      BLOB    NOT NULL,
  answer      BLOB    NOT NULL,
  created_at  INTEGER NOT NULL,

  CONSTRAINT request_key_size CHECK (length(request_key) = 16),
  CONSTRAINT digest_size CHECK (length(digest) = 16)
) STRICT, WITHOUT ROWID;

-- The oldest first, to be forgotten.
CREATE INDEX request_by_age ON request (created_at);

CREATE TABLE event (
  position INTEGER NOT NULL PRIMARY KEY,
  event_id BLOB    NOT NULL,
  entry    BLOB    NOT NULL,

  CONSTRAINT position_positive CHECK (position >= 0),
  CONSTRAINT event_id_size CHECK (length(event_id) = 16)
) STRICT;

CREATE UNIQUE INDEX event_by_id ON event (event_id);

-- One row, rewritten to find out whether the store can be written.
CREATE TABLE probe (
  id        INTEGER NOT NULL PRIMARY KEY,
  probed_at INTEGER NOT NULL,

  CONSTRAINT one_row CHECK (id = 1)
) STRICT;

INSERT INTO probe (id, probed_at) VALUES (1, 0);
