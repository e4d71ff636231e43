/** Of whom somebody does not want to be rung. */
export const quietCallers = `
CREATE TABLE quiet_callers (
  person_id TEXT NOT NULL REFERENCES people (id),
  caller_id TEXT NOT NULL REFERENCES people (id),
  PRIMARY KEY (person_id, caller_id)
) STRICT, WITHOUT ROWID;
`
