//! Style sheet, scripts, font and icons of the pages, served from the binary under `/assets/<version>/`; pictures
//! that modules bring, under `/assets/<id>/`.
//!
//! `build.rs` gathers the files and computes the version from their content, so that a browser may keep each
//! for ever. What they are made of, and how templates use them, is told in `assets/README.md`.

mod own;
mod picture;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::get,
};
use http::{HeaderMap, HeaderName, HeaderValue, header};

pub(crate) use own::Own;
pub(crate) use picture::Picture;

/// Stands in the address of every asset; changes when any of them does.
pub const VERSION: &str = env!("ASSETS_VERSION");

/// What the addresses of all assets begin with.
pub const FOLDER: &str = concat!("/assets/", env!("ASSETS_VERSION"));

/// The content-security policy that all pages hold to: nothing inline, nothing from elsewhere. Pictures may
/// also be `data:` for what is drawn into a page, such as the code that an authenticator scans.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'";

/// The content of `<meta name="htmx-config">`. htmx evaluates nothing, injects no style, runs no script it
/// was sent, asks only this host, and keeps no page in the browser's storage, because pages hold personal
/// data. Answers to a form that breaks a rule (422) or meets a conflict (409, 412) are shown in its place.
pub const HTMX_CONFIG: &str = r#"{"allowEval":false,"includeIndicatorStyles":false,"allowScriptTags":false,"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true,"timeout":20000,"scrollIntoViewOnBoost":false,"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"409|412|422","swap":true},{"code":"[45]..","swap":false,"error":true}]}"#;

/// One file: the name it is asked for by, its content type, its bytes.
type Asset = (&'static str, &'static str, &'static [u8]);

macro_rules! asset {
    ($name:literal, $content_type:literal) => {
        (
            $name,
            $content_type,
            include_bytes!(concat!(env!("OUT_DIR"), "/assets/", $name)).as_slice(),
        )
    };
}

static ASSETS: [Asset; 7] = [
    asset!("app.css", "text/css; charset=utf-8"),
    asset!("app.js", "text/javascript; charset=utf-8"),
    asset!("htmx.min.js", "text/javascript; charset=utf-8"),
    asset!("icons.svg", "image/svg+xml"),
    asset!("mark.svg", "image/svg+xml"),
    asset!("figtree-latin.woff2", "font/woff2"),
    asset!("figtree-latin-ext.woff2", "font/woff2"),
];

/// The address of an asset, for templates: `url("app.css")`.
pub fn url(name: &str) -> String {
    format!("{FOLDER}/{name}")
}

/// The door to the assets, for the host's router.
pub(crate) fn routes(own: Own) -> Router {
    let router = Router::new().route("/assets/{version}/{*name}", get(show_asset));
    router.with_state(Arc::new(own))
}

/// Answers with the file. A page from before an update asks by its old version and gets today's file, so that
/// it does not lose its clothes, but must not keep it under that address.
async fn show_asset(
    State(own): State<Arc<Own>>,
    Path((version, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    // A module may call a picture as one of the host's is called.
    let mut ours = ASSETS.iter().filter(|_| !own.is_of(&version));
    let Some((_, content_type, bytes)) = ours.find(|asset| asset.0 == name) else {
        return own.answer(&version, &name, &headers);
    };
    let caching = match version.as_str() {
        VERSION => "public, max-age=31536000, immutable",
        _ => "no-cache",
    };
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(caching)),
    ];
    (headers, *bytes).into_response()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

    use super::*;
    use axum::body::Body;
    use http::{Request, StatusCode};
    use http_body_util::BodyExt;
    use tower::ServiceExt;

    async fn ask(path: &str) -> (StatusCode, Option<String>, usize) {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let answer = routes(Own::default()).oneshot(request).await.unwrap();
        let caching = answer.headers().get(header::CACHE_CONTROL);
        let caching = caching.map(|value| value.to_str().unwrap().to_owned());
        let status = answer.status();
        let length = answer.into_body().collect().await.unwrap().to_bytes().len();
        (status, caching, length)
    }

    #[tokio::test]
    async fn keeps_todays_files_for_ever_and_older_ones_not() {
        for (name, _, bytes) in &ASSETS {
            let (status, caching, length) = ask(&url(name)).await;
            assert_eq!((status, length), (StatusCode::OK, bytes.len()), "{name}");
            assert!(caching.unwrap().contains("immutable"), "{name}");
        }
        let (status, caching, _) = ask("/assets/0123456789abcdef/app.css").await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(caching.unwrap(), "no-cache");
        assert_eq!(ask(&url("nothing.css")).await.0, StatusCode::NOT_FOUND);
    }

    /// Whatever the style sheet asks for is served beside it, under the same version.
    #[test]
    fn serves_what_the_style_sheet_asks_for() {
        let sheet = std::str::from_utf8(ASSETS[0].2).unwrap();
        for part in sheet.split("url(\"").skip(1) {
            let name = part.split('"').next().unwrap();
            assert!(ASSETS.iter().any(|asset| asset.0 == name), "{name}");
        }
    }

    /// Relative luminance of `#rrggbb`, as WCAG 2.2 defines it.
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    /// The colours of `tokens.css` as (selector, token, light, dark); the defaults stand under `:root`.
    fn colours() -> Vec<(&'static str, &'static str, [&'static str; 2])> {
        let mut selector = "";
        let mut found = Vec::new();
        for line in include_str!("../../assets/css/tokens.css").lines() {
            if let Some(opened) = line.trim().strip_suffix(" {") {
                selector = opened;
            }
            let parts = line.trim().split_once(": light-dark(");
            let Some((name, values)) = parts.filter(|(name, _)| name.starts_with("--")) else {
                continue;
            };
            let values = values.split(')').next().unwrap();
            let (light, dark) = values.split_once(", ").unwrap();
            if light.len() == 7 {
                found.push((selector, name, [light, dark]));
            }
        }
        found
    }

    /// Each pair that meets on a page: what is read reaches 4.5 to 1, what is only seen (borders, focus) 3 to
    /// 1, in both schemes and with every accent.
    #[test]
    fn every_pair_of_colours_has_enough_contrast() {
        let read = [
            (
                "--ink",
                "--paper --sheet --raised --wash --accent-wash --look-wash --stop-wash --done-wash",
            ),
            (
                "--ink-soft",
                "--paper --sheet --raised --wash --accent-wash",
            ),
            ("--accent", "--paper --sheet --raised --wash --accent-wash"),
            ("--accent-strong", "--paper --sheet --raised --accent-wash"),
            ("--on-accent", "--accent --accent-strong"),
            ("--look", "--sheet --raised --look-wash"),
            ("--stop", "--sheet --raised --paper --stop-wash"),
            ("--stop-strong", "--stop-wash"),
            ("--on-stop", "--stop --stop-strong"),
            ("--done", "--sheet --raised --paper --done-wash"),
            ("--sheet", "--ink"),
        ];
        let seen = [("--edge", "--paper --sheet --raised --accent-wash")];
        let colours = colours();
        let accents: std::collections::BTreeSet<_> =
            colours.iter().map(|colour| colour.0).collect();
        assert_eq!(
            accents.len(),
            6,
            "the default and five accents: {accents:?}"
        );
        for accent in accents {
            let of = |token: &str| {
                let own = colours
                    .iter()
                    .find(|(selector, name, _)| *selector == accent && *name == token);
                let default = || {
                    colours
                        .iter()
                        .find(|(selector, name, _)| *selector == ":root" && *name == token)
                };
                own.or_else(default).unwrap().2
            };
            let pairs = read
                .iter()
                .map(|pair| (pair, 4.5))
                .chain(seen.iter().map(|pair| (pair, 3.0)));
            for ((ink, grounds), least) in pairs {
                for ground in grounds.split(' ') {
                    for (scheme, name) in ["light", "dark"].into_iter().enumerate() {
                        let (one, other) =
                            (luminance(of(ink)[scheme]), luminance(of(ground)[scheme]));
                        let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                        println!("{accent} {name} {ink} on {ground} {contrast:.2}");
                        assert!(
                            contrast >= least,
                            "{accent} {name}: {ink} on {ground} is {contrast:.2}, not {least}"
                        );
                    }
                }
            }
        }
    }
}
