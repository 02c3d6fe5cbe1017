-- When a feature began to be told: a cursor from before its last switch is of no use any more.
alter table event_cursors add column begun_at timestamptz;
