//! Reading files, and on whose cards they are.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kartoteka_plugin::{
    DbError,
    db::{Ask, places},
};
use uuid::Uuid;

use super::{file, file_columns, version};
use crate::file::{File, State, Version};

/// The file `id`, without its versions.
pub(crate) async fn load(ask: &mut impl Ask, id: Uuid) -> Result<Option<File>, DbError> {
    let row = ask
        .ask(concat!(
            "select ",
            file_columns!(),
            " from documents__files f where f.salon_id = $1 and f.id = $2"
        ))
        .bind(id)
        .optional()
        .await?;
    row.as_ref().map(file).transpose()
}

/// Which files of a page.
#[derive(Debug, Clone)]
pub(crate) struct Wanted<'a> {
    pub(crate) state: State,
    pub(crate) client: Option<Uuid>,
    /// A part of the title, folded, and the same collapsed.
    pub(crate) part: Option<(&'a str, &'a str)>,
    pub(crate) after: Option<Uuid>,
    pub(crate) today: NaiveDate,
    pub(crate) limit: usize,
}

/// The key of a title as `fold::collapse` makes it of what is looked for, but for vowels before several `e`.
const COLLAPSED: &str = "replace(replace(replace(replace(
    f.title_key, 'ae', 'a'), 'oe', 'o'), 'ue', 'u'), 'ij', 'y')";

/// A page, newest first, without versions.
pub(crate) async fn page(ask: &mut impl Ask, wanted: &Wanted<'_>) -> Result<Vec<File>, DbError> {
    let mut bound = 3;
    let mut next = || {
        bound += 1;
        bound
    };
    let state = match wanted.state {
        State::Current => "and f.archived_at is null".to_owned(),
        State::Deleted => "and f.archived_at is not null".to_owned(),
        State::Due => format!(
            "and f.archived_at is null and (f.review_on <= ${0} or f.retention_until < ${0})",
            next()
        ),
    };
    let of_client = match wanted.client {
        Some(_) => format!("and f.client_id = ${}", next()),
        None => String::new(),
    };
    let of_title = match wanted.part {
        Some(_) => format!(
            "and (f.title_key like ${} escape '!' or {COLLAPSED} like ${} escape '!')",
            next(),
            next()
        ),
        None => String::new(),
    };
    let text = format!(
        "select {} from documents__files f
         where f.salon_id = $1 and f.id < $2 {state} {of_client} {of_title}
         order by f.id desc limit $3",
        file_columns!()
    );
    let limit = i64::try_from(wanted.limit).unwrap_or(i64::MAX);
    let mut query = ask
        .ask(text)
        .bind(wanted.after.unwrap_or(Uuid::max()))
        .bind(limit);
    if wanted.state == State::Due {
        query = query.bind(wanted.today);
    }
    if let Some(client) = wanted.client {
        query = query.bind(client);
    }
    if let Some((folded, collapsed)) = wanted.part {
        query = query.bind(inside(folded)).bind(inside(collapsed));
    }
    query.all().await?.iter().map(file).collect()
}

/// A pattern of `like` for texts that have `part` in them.
fn inside(part: &str) -> String {
    let mut pattern = String::with_capacity(part.len() + 2);
    pattern.push('%');
    for c in part.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// The files with their versions, newest first.
pub(crate) async fn with_versions(
    ask: &mut impl Ask,
    mut files: Vec<File>,
) -> Result<Vec<File>, DbError> {
    if files.is_empty() {
        return Ok(files);
    }
    let ids: Vec<Uuid> = files.iter().map(|file| file.id).collect();
    let (numbers, values) = places(1, &ids);
    let rows = ask
        .ask(format!(
            "select file_id, number, object, size, content, media_type, sha256, file_name,
                 uploaded_at, uploaded_by, preview
             from documents__versions where salon_id = $1 and file_id in ({numbers})"
        ))
        .bind_all(values)
        .all()
        .await?;
    let mut versions: HashMap<Uuid, Vec<Version>> = HashMap::new();
    for row in &rows {
        let (of, version) = version(row)?;
        versions.entry(of).or_default().push(version);
    }
    for file in &mut files {
        file.versions = versions.remove(&file.id).unwrap_or_default();
        file.versions
            .sort_unstable_by_key(|version| std::cmp::Reverse(version.number));
    }
    Ok(files)
}

/// Where the contents and small pictures of all files of a client lie, deleted ones included.
pub(crate) async fn objects_of_client(
    ask: &mut impl Ask,
    client: Uuid,
) -> Result<Vec<Uuid>, DbError> {
    let rows = ask
        .ask(
            "select object, preview from documents__versions
             where salon_id = $1 and file_id in
                 (select id from documents__files where salon_id = $1 and client_id = $2)",
        )
        .bind(client)
        .all()
        .await?;
    let mut objects = Vec::with_capacity(rows.len());
    for row in &rows {
        objects.push(row.get("object")?);
        objects.extend(row.get::<Option<Uuid>>("preview")?);
    }
    Ok(objects)
}

/// Some of the files that were deleted at `time` or before, without versions.
pub(crate) async fn to_purge(
    ask: &mut impl Ask,
    time: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<File>, DbError> {
    let rows = ask
        .ask(concat!(
            "select ",
            file_columns!(),
            " from documents__files f
             where f.salon_id = $1 and f.archived_at <= $2
             order by f.archived_at limit $3"
        ))
        .bind(time)
        .bind(limit)
        .all()
        .await?;
    rows.iter().map(file).collect()
}

/// When the file that will be purged next was deleted.
pub(crate) async fn next_to_purge(ask: &mut impl Ask) -> Result<Option<DateTime<Utc>>, DbError> {
    let row = ask
        .ask(
            "select archived_at from documents__files
             where salon_id = $1 and archived_at is not null order by archived_at limit 1",
        )
        .optional()
        .await?;
    row.map(|row| row.get("archived_at")).transpose()
}
