//! An uploaded file becomes an import that is being previewed.

use kartoteka_plugin::checks;
use kartoteka_plugin::{Call, Error, FieldError, Result, workers::ScratchFile};
use uuid::Uuid;

use super::{
    columns::Mapping,
    file,
    import::{Import, ImportState},
    preview::{self, Reading},
    sheet::{Limits, Options},
    show,
    store::{self, Stored},
};

/// How long the contents of an uploaded sheet are kept.
const KEEP: chrono::Duration = chrono::Duration::days(30);

/// How a file is to be read, as the salon said; all of it is found out otherwise.
#[derive(Debug, Clone, Default)]
pub struct ReadAs {
    /// Which column holds what, as JSON.
    pub mapping: Option<String>,
    /// The sheet, by its name.
    pub sheet: Option<String>,
    /// The encoding of a CSV file.
    pub encoding: Option<String>,
    /// The separator of a CSV file.
    pub separator: Option<String>,
    /// Whether the first row names the columns.
    pub head: Option<bool>,
}

/// Starts the preview of an uploaded file.
///
/// # Errors
/// 403 without `imports.write`; 422 for a mapping or separator that is none. What is wrong
/// with the file itself is said by the import.
pub async fn start(
    call: &Call,
    mut file: Box<dyn ScratchFile>,
    file_name: &str,
    read_as: ReadAs,
) -> Result<Import> {
    call.require("imports.write")?;
    let reading = check(call, read_as)?;
    let id = call.new_id();
    call.wake("core.blank_sheets", call.now() + KEEP).await?;
    call.wake("core.forget_files", call.now() + file::KEEP)
        .await?;
    let mut tx = call.begin_long().await?;
    let name = clean_name(file_name);
    let actor = call.actor().to_string();
    store::insert(&mut tx, id, &name, call.jobs().host(), &actor, call.now()).await?;
    file::keep(call, &mut tx, id, &mut *file).await?;
    tx.answers(201, format!("/imports/{id}"));
    tx.commit().await?;
    preview::start(call, id, file, reading);
    show::load(call, id).await
}

/// Blanks the contents of sheets whose time is over, and asks to be woken for the next.
///
/// # Errors
/// As the engine says.
pub async fn blank_sheets(call: &Call) -> Result<()> {
    let over = call.now() - KEEP;
    if let Some(next) = store::oldest_sheet(&mut call.db(), over).await? {
        call.wake("core.blank_sheets", next + KEEP).await?;
    }
    let mut tx = call.begin().await?;
    store::blank_old(&mut tx, over).await?;
    Ok(tx.commit().await?)
}

/// The last part of what a browser calls the file, without anything invisible.
fn clean_name(file_name: &str) -> String {
    let last = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = checks::tidy(last).chars().take(200).collect();
    if name.is_empty() {
        "list".to_owned()
    } else {
        name
    }
}

fn check(call: &Call, read_as: ReadAs) -> Result<Reading> {
    let mut error = Error::invalid();
    let mapping = read_as
        .mapping
        .filter(|json| !json.trim().is_empty())
        .and_then(|json| match Mapping::from_json(&json) {
            Ok(mapping) => Some(mapping),
            Err(wrong) => {
                let field = FieldError::new("/mapping", wrong.code());
                error.fields.push(field.arg("what", wrong.to_string()));
                None
            }
        });
    let separator = read_as
        .separator
        .filter(|s| !s.is_empty())
        .and_then(|typed| {
            let typed = if typed == "\\t" {
                "\t".to_owned()
            } else {
                typed
            };
            let mut chars = typed.chars();
            match (chars.next(), chars.next()) {
                (Some(one), None) if one.is_ascii() => Some(one),
                _ => {
                    error
                        .fields
                        .push(FieldError::new("/separator", "unknown_separator"));
                    None
                }
            }
        });
    error.if_any()?;
    let limits = call.limits();
    Ok(Reading {
        mapping,
        head: read_as.head,
        options: Options {
            limits: Limits {
                bytes: limits.upload_bytes,
                rows: limits.import_rows,
                ..Limits::default()
            },
            sheet: read_as.sheet.filter(|name| !name.is_empty()),
            encoding: read_as.encoding.filter(|label| !label.is_empty()),
            separator,
        },
    })
}

/// Judges the rows of a previewed import anew by another mapping, which is remembered
/// for files of the same head.
///
/// # Errors
/// 403 without `imports.write`; 404; 409 `import_state`; 422 for a mapping that is none.
pub async fn remap(call: &Call, id: Uuid, mapping: &str) -> Result<Import> {
    call.require("imports.write")?;
    let mapping = Mapping::from_json(mapping).map_err(|wrong| {
        let mut error = Error::invalid();
        let field = FieldError::new("/mapping", wrong.code());
        error.fields.push(field.arg("what", wrong.to_string()));
        error
    })?;
    show::begin_step(call, id, &[ImportState::Previewed], ImportState::Previewing).await?;
    preview::restart(call, id, mapping);
    show::load(call, id).await
}

/// Reads the kept file of an import in another way, and previews it anew. Columns that the
/// salon chose by hand stay chosen while they are the same columns.
///
/// # Errors
/// 403 without `imports.write`; 404; 409 `import_state` or `import_file_gone`; 422 for a
/// separator that is none.
pub async fn read_anew(call: &Call, id: Uuid, read_as: ReadAs) -> Result<Import> {
    call.require("imports.write")?;
    let mut reading = check(call, read_as)?;
    let import = show::stored(call, id).await?;
    let states = [ImportState::Previewed, ImportState::Failed];
    if states.contains(&import.state) && !import.file_kept {
        return Err(file::gone());
    }
    if reading.mapping.is_none() && import.basis.as_deref() == Some("chosen") {
        reading.mapping = kept_mapping(&import, &reading.options);
    }
    show::begin_step(call, id, &states, ImportState::Previewing).await?;
    preview::read_anew(call, id, reading);
    show::load(call, id).await
}

/// The mapping chosen before, where the columns are the same ones: neither another sheet
/// nor another separator is asked for.
fn kept_mapping(import: &Stored, options: &Options) -> Option<Mapping> {
    let about = import.about.as_ref()?;
    let same = |member: &str, asked: Option<&str>| {
        let was = about.get(member).and_then(serde_json::Value::as_str);
        asked.is_none() || asked == was
    };
    let separator = options.separator.map(String::from);
    let same = same("sheet", options.sheet.as_deref()) && same("separator", separator.as_deref());
    let mapping = import.mapping.as_ref().filter(|_| same)?;
    Mapping::from_json(&mapping.to_string()).ok()
}
