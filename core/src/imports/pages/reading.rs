//! The kept file is read in another way: another sheet, another encoding, with or without
//! a head.

use axum::{
    Form,
    extract::rejection::FormRejection,
    response::{IntoResponse, Response},
};
use kartoteka_plugin::{Call, Error, Result, extract::Path};
use uuid::Uuid;

use super::acts::Pairs;
use super::desk::{About, Choice, Desk};
use crate::imports::{self, Import, ReadAs};

/// Encodings by which lists of the five languages are written, as the reader names them.
const ENCODINGS: [&str; 8] = [
    "UTF-8",
    "windows-1252",
    "windows-1250",
    "ISO-8859-2",
    "macintosh",
    "IBM850",
    "IBM852",
    "UTF-16LE",
];

/// The form that has the file read in another way.
pub(super) struct Reading {
    /// How it was read.
    pub(super) says: Option<String>,
    pub(super) sheets: Vec<Choice>,
    pub(super) encodings: Vec<Choice>,
    pub(super) separators: Vec<Choice>,
    pub(super) heads: Vec<Choice>,
    /// Whether the file is still there to be read.
    pub(super) possible: bool,
}

impl Reading {
    /// The form for what the reader found in the file of `import`.
    pub(super) fn of(d: &Desk, import: &Import) -> Self {
        let about = About::of(import);
        let several = about.sheets.len() > 1;
        let csv = about.encoding.as_deref();
        Self {
            says: says(d, &about),
            sheets: if several {
                sheets(d, &about)
            } else {
                Vec::new()
            },
            encodings: csv.map(encodings).unwrap_or_default(),
            separators: csv
                .map(|_| separators(d, about.separator))
                .unwrap_or_default(),
            heads: heads(d, import),
            possible: import.file_kept && import.about.is_some(),
        }
    }
}

/// Its encoding, or which of several sheets.
fn says(d: &Desk, about: &About) -> Option<String> {
    match (&about.encoding, &about.sheet) {
        (Some(encoding), _) => Some(d.t.with1("import-read-as-text", "encoding", encoding)),
        (None, Some(sheet)) if about.sheets.len() > 1 => {
            Some(d.t.with1("import-read-as-sheet", "sheet", sheet))
        }
        _ => None,
    }
}

fn sheets(d: &Desk, about: &About) -> Vec<Choice> {
    let sheets = about.sheets.iter().map(|sheet| Choice {
        value: sheet.name.clone(),
        word: match sheet.rows {
            Some(rows) => format!("{} ({})", sheet.name, d.count("import-rows", rows.into())),
            None => sheet.name.clone(),
        },
        chosen: about.sheet.as_ref() == Some(&sheet.name),
    });
    sheets.collect()
}

fn encodings(used: &str) -> Vec<Choice> {
    let known = ENCODINGS.contains(&used);
    let names = ENCODINGS.into_iter().chain((!known).then_some(used));
    let encodings = names.map(|name| Choice {
        value: name.to_owned(),
        word: name.to_owned(),
        chosen: name == used,
    });
    encodings.collect()
}

fn separators(d: &Desk, used: Option<char>) -> Vec<Choice> {
    let known = [
        (';', "semicolon"),
        (',', "comma"),
        ('\t', "tab"),
        ('|', "bar"),
    ];
    let separators = known.into_iter().map(|(separator, word)| Choice {
        value: if separator == '\t' {
            "\\t".to_owned()
        } else {
            separator.to_string()
        },
        word: d.get(&format!("import-separator-{word}")),
        chosen: used == Some(separator),
    });
    separators.collect()
}

fn heads(d: &Desk, import: &Import) -> Vec<Choice> {
    let has_head = import.head_row.is_some();
    let heads = [("true", "import-head-yes"), ("false", "import-head-no")];
    let heads = heads.into_iter().map(|(value, key)| Choice {
        value: value.to_owned(),
        word: d.get(key),
        chosen: (value == "true") == has_head,
    });
    heads.collect()
}

/// `POST /imports/{import}/reading`
pub(super) async fn read_anew(
    call: Call,
    Path(id): Path<Uuid>,
    form: Result<Form<Pairs>, FormRejection>,
) -> Result<Response> {
    let Form(pairs) = form.map_err(|_| Error::malformed())?;
    let mut read_as = ReadAs::default();
    for (name, value) in pairs {
        match name.as_str() {
            "sheet" => read_as.sheet = Some(value),
            "encoding" => read_as.encoding = Some(value),
            "separator" => read_as.separator = Some(value),
            "head" => read_as.head = value.parse().ok(),
            _ => {}
        }
    }
    let import = imports::read_anew(&call, id, read_as).await?;
    Ok(Desk::of(&call).to_import(import.id).into_response())
}
