/**
 * What people say about themselves, roles, several devices each, protected names; bans, the audit log and
 * the settings of the server. Whoever was here first becomes the owner: somebody has to be, and on a server
 * at home that is whoever set it up. The table of people is made anew, because SQLite cannot take a unique
 * column away (https://www.sqlite.org/lang_altertable.html, section 7).
 */
export const peopleModeration = `
CREATE TABLE tokens (
  hash      TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  -- Grows with each device of the person.
  position  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX tokens_by_person ON tokens (person_id, position);

INSERT INTO tokens (hash, person_id, position) SELECT token_hash, id, 1 FROM people;

CREATE TABLE people_anew (
  id            TEXT PRIMARY KEY,
  name          TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  last_seen_at  INTEGER NOT NULL,
  role          TEXT NOT NULL,
  status_text   TEXT NOT NULL DEFAULT '',
  avatar        TEXT,
  availability  TEXT NOT NULL DEFAULT 'online',
  muted_until   INTEGER,
  -- Set as long as the name is protected.
  password_hash TEXT
) STRICT, WITHOUT ROWID;

INSERT INTO people_anew (id, name, created_at, last_seen_at, role)
  SELECT id, name, created_at, last_seen_at, 'member' FROM people;
DROP TABLE people;
ALTER TABLE people_anew RENAME TO people;

UPDATE people SET role = 'owner'
  WHERE id = (SELECT id FROM people ORDER BY created_at, id LIMIT 1);

CREATE INDEX people_by_last_seen ON people (last_seen_at);
CREATE INDEX people_owning ON people (id) WHERE role = 'owner';

-- One row for each key of a protected name.
CREATE TABLE protected_names (
  key       TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX protected_names_by_person ON protected_names (person_id);

CREATE TABLE bans (
  person_id TEXT PRIMARY KEY,
  name      TEXT NOT NULL,
  name_keys TEXT NOT NULL,
  by_id     TEXT NOT NULL,
  by_name   TEXT NOT NULL,
  reason    TEXT NOT NULL,
  banned_at INTEGER NOT NULL,
  until     INTEGER
) STRICT, WITHOUT ROWID;

-- Never deleted from, so its numbers have no gaps.
CREATE TABLE audit (
  number      INTEGER PRIMARY KEY,
  at          INTEGER NOT NULL,
  action      TEXT NOT NULL,
  actor_id    TEXT NOT NULL,
  actor_name  TEXT NOT NULL,
  target_id   TEXT,
  target_name TEXT,
  room_id     TEXT,
  detail      TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  password_hash  TEXT,
  newcomer_role  TEXT NOT NULL DEFAULT 'member',
  retention_days INTEGER
) STRICT;

INSERT INTO settings (id) VALUES (1);
`
