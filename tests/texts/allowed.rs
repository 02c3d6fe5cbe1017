//! Plans that look bad and are meant so.

/// A part of the text, and why its plan may be so.
pub(crate) const ALL: [(&str, &str); 30] = [
    (
        "select count(*) as n from clients where salon_id = $1 and archived_at is",
        "counting, when asked: nothing narrower than an index can be counted",
    ),
    (
        "select max(value) as greatest from client_numbers where salon_id = $1",
        "the last entry of an index, not all of it",
    ),
    ("max(changed)", "the last entry of an index, not all of it"),
    (
        "from sources where salon_id = $1 and archived_at is null order by name_key",
        "the whole list is meant: what a salon offers to choose from",
    ),
    (
        "from imports where salon_id = $1 order by created_at desc limit $2",
        "the first rows of an index, in its order",
    ),
    (
        "select due_at from outgoing_mails where salon_id = $1 order by due_at limit 1",
        "the first row of an index, in its order",
    ),
    (
        "order by archived, c.id limit $3",
        "the cards that share one phone are few, and are put in order",
    ),
    (
        "order by c.changed_at desc limit $2",
        "the cards that share one contact are few, and are put in order of their changes",
    ),
    (
        "update imports set state = 'failed', host = null, problem = $2",
        "the imports of one salon are few, and it is for an erasure",
    ),
    (
        "select count(distinct client_id) as n from import_rows",
        "once for an undo: SQLite takes the order of clients to count each once",
    ),
    (
        "from invitations where salon = $1 and id > $2",
        "the open invitations of one salon are few",
    ),
    (
        "left join features f on f.salon = s.id order by s.slug",
        "all salons are meant, with all that they have or had on",
    ),
    (
        "from events_set_aside where salon_id = $1 group by feature",
        "what was set aside is little, and shown on one page",
    ),
    (
        "where salon_id = $1 and what = 'settings.changed/1'",
        "once, when all that a feature kept is removed",
    ),
    (
        "update journal set before = null, after = null, subject = null where salon_id = $1",
        "once, when all that a feature kept is removed",
    ),
    (
        "(select number from journal where salon_id = $1 and what >= $2 and what < $3)",
        "once, when all that a feature kept is removed",
    ),
    (
        "select id from users limit 1",
        "whether there is anybody: one row",
    ),
    ("delete from hosts", "a row for each host"),
    (
        "id not in (select source_id from clients where salon_id = $1 and source_id is not null)",
        "once for the undo of an import that brought sources in",
    ),
    (
        "delete from import_files where salon_id = $1",
        "all kept files are meant: nobody knows who is in them",
    ),
    (
        "lead(taken) over (order by taken)",
        "only where somebody chose so great a number that nothing fits above it",
    ),
    (
        "select id from hosts where id <> $1 and seen_at >= $2 limit 1",
        "a row for each host",
    ),
    (
        "select salon, name from wake_ups where (host is null and at <=",
        "a row for each salon that waits, once a beat, in the order of time",
    ),
    (
        "delete from memberships where removed_at < $1",
        "swept once an hour; a row for each user of a salon",
    ),
    (
        "delete from sign_in_challenges where user_id = $1",
        "those of minutes, when a password is changed",
    ),
    (
        "exists (select 1 from imports i where i.salon_id = $1 and i.committed_at >= $3)",
        "the imports of one salon are few",
    ),
    (
        "delete from sessions where expires_at < $1 or seen_at < $2",
        "swept once an hour; an index on what each visit changes would cost every visit",
    ),
    (
        "delete from sign_in_challenges where expires_at < $1",
        "swept once an hour; those of minutes",
    ),
    (
        "delete from recoveries where expires_at < $1",
        "swept once an hour; those of hours",
    ),
    (
        "delete from invitations where expires_at < $1",
        "swept once an hour; those of days",
    ),
];

/// The allowance for a text whose plan has this fault.
pub(crate) fn reason(text: &str) -> Option<&'static str> {
    let found = ALL.iter().find(|(part, _)| text.contains(part));
    found.map(|(part, _)| *part)
}
