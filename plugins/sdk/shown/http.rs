use kartoteka_plugin::{Call, Error, Result};

/// The weather outside, for small talk. The manifest names the `host`, as in
/// `hosts = ["weather.example"]`, and the texts have `thanks-hosts-about`. Nothing about anybody
/// is sent.
pub async fn weather(call: &Call, host: &str, town: &str) -> Result<Option<String>> {
    let address = format!("https://{host}/towns/{town}");
    let request = http::Request::get(address).header("accept", "text/plain");
    let request = request.body(bytes::Bytes::new());
    let request = request.map_err(|_| Error::invalid().field("/town", "required"))?;
    let answer = call.http().send(request).await?;
    match answer.status().is_success() {
        true => Ok(String::from_utf8(answer.body().to_vec()).ok()),
        // It answered, and does not know the town.
        false => Ok(None),
    }
}
