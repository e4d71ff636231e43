/**
 * Calls that lead into a group call: whoever invites has several, and once answered they keep nobody
 * from being called. Who was ever let into a group call is found by its id.
 */
export const groupCalls = `
ALTER TABLE calls ADD COLUMN group_id TEXT;
-- 'both', 'callee' or 'nobody', while it is live
ALTER TABLE calls ADD COLUMN occupies TEXT NOT NULL DEFAULT 'both';

DROP INDEX calls_live_by_caller;
DROP INDEX calls_live_by_callee;
CREATE UNIQUE INDEX calls_live_by_caller ON calls (caller_id)
  WHERE stage = 'live' AND occupies = 'both';
CREATE UNIQUE INDEX calls_live_by_callee ON calls (callee_id)
  WHERE stage = 'live' AND occupies <> 'nobody';
CREATE INDEX calls_by_group ON calls (group_id) WHERE group_id IS NOT NULL;
`
