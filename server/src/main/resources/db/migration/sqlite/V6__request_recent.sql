-- The newest answers to requests, in the order in which they came. Their keys are random: put into
-- the table request one by one, nearly each would take a page of it to the disk.
CREATE TABLE request_recent (
  position    INTEGER NOT NULL PRIMARY KEY,
  request_key BLOB    NOT NULL,
  digest      BLOB    NOT NULL,
  answer      BLOB    NOT NULL,
  created_at  INTEGER NOT NULL,

  CONSTRAINT position_positive CHECK (position >= 0),
  CONSTRAINT request_key_size CHECK (length(request_key) = 16),
  CONSTRAINT digest_size CHECK (length(digest) = 16)
) STRICT;
