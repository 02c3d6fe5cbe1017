use std::sync::Arc;

use kartoteka_plugin::{Call, cache};

/// The greetings to choose from, one a line of a text. Made once and kept as long as there is room;
/// what other hosts may change is not for this memory, which is this host's own.
pub fn greetings(call: &Call) -> Arc<Vec<String>> {
    if let Some(kept) = cache::get(call.cache(), "welcome.greetings") {
        return kept;
    }
    let text = call.salon_texts().get("welcome-greetings");
    let made: Vec<String> = text.lines().map(str::to_owned).collect();
    let made = Arc::new(made);
    let bytes: usize = made.iter().map(|greeting| greeting.len() + 24).sum();
    call.cache().put("welcome.greetings", made.clone(), bytes);
    made
}
