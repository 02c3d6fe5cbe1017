use kartoteka_plugin::{Call, Result};
use serde_json::json;

/// Lets this desk print vouchers on `paper`. `false` for a program, which has no desk.
pub async fn choose(call: &Call, paper: &str) -> Result<bool> {
    let Some(workplace) = call.workplace() else {
        return Ok(false);
    };
    let chosen = json!({"paper": paper});
    workplace.set("welcome", &chosen).await?;
    Ok(true)
}

/// On what this desk prints; `a4` until it has chosen.
pub async fn paper(call: &Call) -> Result<String> {
    let chosen = match call.workplace() {
        Some(workplace) => workplace.get("welcome").await?,
        None => None,
    };
    let paper = chosen.as_ref().and_then(|chosen| chosen["paper"].as_str());
    Ok(paper.unwrap_or("a4").to_owned())
}
