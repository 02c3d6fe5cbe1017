//! `/{salon}/settings/features/{feature}/data`: what a feature keeps, to be taken along or removed.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use kartoteka_plugin::{Call, Page, Result, Texts, extract::Path};

use super::{for_form, icon, render, see_other, visit::Typed};
use crate::region::{
    Region,
    feature_data::{FeatureData, FeatureTable},
};
use uuid::Uuid;

#[derive(Template)]
#[template(path = "region/feature_data.html")]
struct DataPage<'a> {
    t: &'a Texts,
    slug: &'a str,
    name: &'a str,
    data: FeatureData,
    /// What was typed to confirm, and why that was not enough.
    typed: &'a str,
    problem: Option<String>,
}

#[derive(Template)]
#[template(path = "region/feature_receipt.html")]
struct ReceiptPage<'a> {
    t: &'a Texts,
    slug: &'a str,
    name: &'a str,
    at: String,
    who: String,
    tables: Vec<FeatureTable>,
}

async fn page(
    region: &Region,
    call: &Call,
    id: &str,
    typed: &str,
    problem: Option<(StatusCode, String)>,
) -> Result<Response> {
    let texts = &call.texts();
    let data = region.show_feature_data(call, id).await?;
    let name = &region.feature_name(call, id);
    let (status, problem) = problem.unzip();
    let html = render(&DataPage {
        t: texts,
        slug: &call.salon().slug,
        name,
        data,
        typed,
        problem,
    })?;
    let title = texts.with1("region-feature-data", "feature", name.as_str());
    let page = Page::new(title, "settings", html);
    Ok(page.status(status.unwrap_or_default()).into_response())
}

/// What there is.
pub(super) async fn show(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
) -> Result<Response> {
    page(&region, &call, &id, "", None).await
}

/// Removes it, where its name was typed, and leads to the receipt.
pub(super) async fn remove(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response> {
    let texts = &call.texts();
    let name = region.feature_name(&call, &id);
    let confirmation = typed.get("confirmation").trim();
    if confirmation.to_lowercase() != name.to_lowercase() {
        let words = texts.with1("region-feature-not-confirmed", "feature", name);
        let problem = (StatusCode::UNPROCESSABLE_ENTITY, words);
        return page(&region, &call, &id, confirmation, Some(problem)).await;
    }
    let receipt = match region.remove_feature_data(&call, &id).await {
        Ok(receipt) => receipt,
        Err(error) => {
            let error = for_form(error)?;
            let problem = (error.status, texts.error(&error).0);
            return page(&region, &call, &id, confirmation, Some(problem)).await;
        }
    };
    let (slug, removal) = (&call.salon().slug, receipt.id);
    Ok(see_other(&receipt_path(slug, &id, removal)))
}

/// Where a receipt is read.
pub(super) fn receipt_path(slug: &str, feature: &str, removal: Uuid) -> String {
    format!("/{slug}/settings/features/{feature}/removals/{removal}")
}

/// The receipt of a removal.
pub(super) async fn receipt(
    call: Call,
    Extension(region): Extension<Arc<Region>>,
    Path((id, removal)): Path<(String, Uuid)>,
) -> Result<Response> {
    let texts = &call.texts();
    let receipt = region.show_removal(&call, &id, removal).await?;
    let actor = receipt.removed_by;
    let names = call.directory().names(std::slice::from_ref(&actor)).await?;
    let html = render(&ReceiptPage {
        t: texts,
        slug: &call.salon().slug,
        name: &region.feature_name(&call, &id),
        at: call.format().time(&receipt.removed_at),
        who: names.get(&actor).cloned().unwrap_or(actor),
        tables: receipt.tables,
    })?;
    Ok(Page::new(texts.get("region-feature-removed"), "settings", html).into_response())
}
