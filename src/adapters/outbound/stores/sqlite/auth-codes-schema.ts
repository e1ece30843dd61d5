/** Codes that can be redeemed; one without a target is for anybody. */
export const AUTH_CODES = `
  CREATE TABLE codes (
    id          TEXT    PRIMARY KEY,
    key         TEXT    NOT NULL UNIQUE,
    target      TEXT    UNIQUE,
    is_bound    INTEGER NOT NULL,
    tries       INTEGER NOT NULL,
    until       INTEGER NOT NULL,
    device_info TEXT
  ) STRICT;

  CREATE INDEX codes_by_until ON codes (until);
`;
