//! Which answers to a `POST` say by `Location` where something stands, as the document promises.

use serde_json::Value;

use super::compose::{SALON, followed};

/// The answers with a place, of all operations that a `POST` asks.
#[derive(Default)]
pub(crate) struct Places(Vec<Posted>);

/// An operation, and the statuses of those of its answers that name a place.
struct Posted {
    /// Of its path below the salon.
    segments: Vec<String>,
    statuses: Vec<String>,
}

impl Places {
    /// Reads a composed document.
    pub(super) fn of(document: &Value) -> Self {
        let paths = document.get("paths").and_then(Value::as_object);
        let posted = paths.into_iter().flatten().filter_map(|(path, item)| {
            let responses = item.get("post")?.get("responses")?.as_object()?;
            let names_one = |response: &Value| {
                let headers = followed(document, response).get("headers");
                let mut names = headers.and_then(Value::as_object)?.keys();
                names.find(|name| name.eq_ignore_ascii_case("location"))?;
                Some(())
            };
            let named = responses.iter().filter(|(_, r)| names_one(r).is_some());
            Some(Posted {
                segments: segments(path.strip_prefix(SALON)?)
                    .map(str::to_owned)
                    .collect(),
                statuses: named.map(|(status, _)| status.clone()).collect(),
            })
        });
        Self(posted.collect())
    }

    /// Whether a `POST` to `path` (below the salon) that is answered with `status` says where: always when it has
    /// made something, and else where its document says so.
    pub(crate) fn is_named(&self, path: &str, status: u16) -> bool {
        if status == http::StatusCode::CREATED.as_u16() {
            return true;
        }
        let fitting = self.0.iter().filter(|posted| posted.fits(path));
        // A literal segment wins over a parameter.
        let posted = fitting.min_by_key(|posted| posted.parameters());
        let status = status.to_string();
        posted.is_some_and(|posted| posted.statuses.contains(&status))
    }
}

impl Posted {
    fn fits(&self, path: &str) -> bool {
        let mut asked = segments(path);
        let fit = self.segments.iter().all(|own| {
            asked
                .next()
                .is_some_and(|asked| own.starts_with('{') || own == asked)
        });
        fit && asked.next().is_none()
    }

    fn parameters(&self) -> usize {
        let parameters = self.segments.iter().filter(|own| own.starts_with('{'));
        parameters.count()
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_place_is_named_where_something_was_made_or_where_it_is_promised() {
        let place = json!({"headers": {"location": {"schema": {"type": "string"}}}});
        let document = json!({
            "paths": {
                "/api/v1/salons/{salon}/tips/{tip}": {"post": {"responses": {"200": place, "202": {}}}},
                "/api/v1/salons/{salon}/tips/all": {"post": {"responses": {"200": {}}}},
                "/api/v1/salons/{salon}/notes": {"post": {"responses": {"200": {"$ref": "#/components/responses/Placed"}}}},
                "/api/v1/salons/{salon}/lists": {"get": {"responses": {"200": place}}},
            },
            "components": {"responses": {"Placed": place}},
        });
        let places = Places::of(&document);
        assert!(places.is_named("/tips/1", 200));
        assert!(places.is_named("/notes", 200));
        assert!(places.is_named("/tips/all", 201));
        assert!(places.is_named("/unheard/of", 201));
        assert!(!places.is_named("/tips/1", 202));
        assert!(!places.is_named("/tips/all", 200));
        assert!(!places.is_named("/tips/1/more", 200));
        assert!(!places.is_named("/tips", 200));
        assert!(!places.is_named("/lists", 200));
    }
}
