//! `import`: a spreadsheet through the same doors as everyone's, with the
//! operator's rights.

use std::{path::Path, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::Request,
};
use futures_util::stream;
use http::{Method, header};
use http_body_util::BodyExt as _;
use kartoteka_plugin::{Call, Error, Salon};
use serde_json::Value;

use super::orders::Say;
use crate::http::Front;

/// Separates the parts of the form; random enough not to stand in any sheet.
const BOUNDARY: &str = "kartoteka-7f3b1c9a5d2e4860b1f7";
/// How often the import is asked how far it is.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Uploads, waits for the preview, commits unless `dry_run`, and waits again.
///
/// # Errors
/// A sentence for the operator.
pub(super) async fn run(
    front: &Arc<Front>,
    salon: &Arc<Salon>,
    file: &Path,
    dry_run: bool,
    say: Say<'_>,
) -> Result<String, String> {
    let host = front.host();
    let content = tokio::fs::read(file).await;
    let content = content.map_err(|e| format!("{}: {e}", file.display()))?;
    let call = host.operator_call(salon).await;
    let mut importing = Importing {
        front,
        call: call.map_err(|error| host.sentence(&error))?,
        say,
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let form = form(&name, content.into());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let started = importing.ask(Method::POST, "/imports", &kind, form).await?;
    let id = text(&started, "/id");
    let path = format!("/imports/{id}");
    let previewed = importing.until(&path, "previewing").await?;
    if dry_run || text(&previewed, "/state") != "previewed" {
        return finished(&previewed, "previewed");
    }
    let commit = format!("{path}/commit");
    let json = "application/json";
    importing
        .ask(Method::POST, &commit, json, Body::from("{}"))
        .await?;
    let committed = importing.until(&path, "committing").await?;
    finished(&committed, "committed")
}

struct Importing<'a> {
    front: &'a Arc<Front>,
    call: Call,
    say: Say<'a>,
}

impl Importing<'_> {
    /// Asks one of the salon's own doors.
    async fn ask(
        &mut self,
        method: Method,
        path: &str,
        kind: &str,
        body: Body,
    ) -> Result<Value, String> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, kind)
            .body(body)
            .map_err(|e| e.to_string())?;
        let mut response = self.front.inside(&self.call, request).await;
        if let Some(error) = response.extensions_mut().remove::<Error>() {
            return Err(self.front.host().sentence(&error));
        }
        if !response.status().is_success() {
            return Err(format!("{path}: {}", response.status()));
        }
        let body = response.into_body().collect().await;
        let body = body.map_err(|e| e.to_string())?.to_bytes();
        serde_json::from_slice(&body).map_err(|e| format!("{path}: {e}"))
    }

    /// Waits while the import is in `state`.
    async fn until(&mut self, path: &str, state: &str) -> Result<Value, String> {
        let mut said = 0;
        loop {
            let import = self.ask(Method::GET, path, "", Body::empty()).await?;
            if text(&import, "/state") != state {
                return Ok(import);
            }
            let number = |pointer| import.pointer(pointer).and_then(Value::as_u64);
            let (done, of) = (number("/progress/done"), number("/progress/of"));
            if let (Some(done), Some(of)) = (done, of)
                && done > said
            {
                said = done;
                (self.say)(&format!("{state}: {done} of {of} rows"));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

fn form(name: &str, content: Bytes) -> Body {
    // A quote or a line's end would end the name early.
    let name: String = name
        .chars()
        .map(|c| if c == '"' || c.is_control() { '_' } else { c })
        .collect();
    let head = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         content-type: application/octet-stream\r\n\r\n"
    );
    let tail = format!("\r\n--{BOUNDARY}--\r\n");
    let parts = [Bytes::from(head), content, Bytes::from(tail)];
    Body::from_stream(stream::iter(parts.map(Ok::<_, std::io::Error>)))
}

/// What came out, as one line of JSON.
fn finished(import: &Value, wanted: &str) -> Result<String, String> {
    let (state, problem) = (text(import, "/state"), import.get("problem"));
    if state != wanted {
        let problem = problem.map(Value::to_string).unwrap_or_default();
        return Err(format!("the import is {state}: {problem}"));
    }
    let id = text(import, "/id");
    let counts = import.get("counts").cloned().unwrap_or_default();
    Ok(serde_json::json!({"id": id, "state": state, "counts": counts}).to_string())
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    let found = value.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_default()
}
