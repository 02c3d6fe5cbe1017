//! What stands in HTML that came: nothing that browsers would not run or load, and no key where a text should be.

use super::super::{
    html::{Piece, pieces, texts},
    report::{Verdict, fault},
    stage::Stage,
};

/// That nothing is on it which the policy of browsers would break.
pub(super) fn whole(html: &str, path: &str) -> Verdict {
    let small = html.to_lowercase();
    for (broken, instead) in [
        ("<script", "scripts are the host's alone"),
        (
            "<style",
            "classes of the host (its README of assets) in place of styles",
        ),
        ("javascript:", "a form or a link"),
        ("<iframe", "a link"),
        ("<object", "a link"),
        ("<embed", "a link"),
        ("<base", "addresses of the host"),
        ("<meta", "nothing"),
        (
            "<link",
            "classes of the host (its README of assets) in place of styles",
        ),
    ] {
        if let Some(at) = small.find(broken) {
            let near = small.get(at..).unwrap_or_default().chars().take(80);
            return Err(fault(
                format!("no {}: browsers do not run or load it", broken.trim()),
                near.collect::<String>(),
                format!("the template of {path}: {instead}"),
            ));
        }
    }
    for (name, value) in attributes(html) {
        let instead = match name.as_str() {
            "style" => "classes of the host (its README of assets) in place of styles",
            "src" if value.starts_with("http") || value.starts_with("//") => {
                "what the plugin brings in assets/"
            }
            name if name.starts_with("on") => "a form or a link",
            _ => continue,
        };
        return Err(fault(
            format!("no {name}: browsers do not run or load it"),
            value,
            format!("the template of {path}: {instead}"),
        ));
    }
    Ok(())
}

/// The attributes of all elements, names in small letters.
fn attributes(html: &str) -> impl Iterator<Item = (String, String)> {
    let of = |piece| match piece {
        Piece::Start(element) => element.attributes,
        Piece::End(_) | Piece::Text(_) => Vec::new(),
    };
    pieces(html).into_iter().flat_map(of)
}

/// That no key of a text stands where the text should.
pub(super) fn missing(stage: &Stage, html: &str, path: &str, language: &str) -> Verdict {
    let begins = [
        "",
        "area-",
        "error-",
        "event-",
        "field-",
        "permission-",
        "place-",
        "setting-",
        "slot-",
        "told-",
    ];
    let mut begins = begins
        .map(|before| format!("{before}{}-", stage.id()))
        .to_vec();
    // A code for which there is no sentence.
    begins.push(format!("{}_", stage.id().replace('-', "_")));
    let outside = texts(html).join(" ");
    let key = |word: &&str| {
        let plain = word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.');
        plain && begins.iter().any(|begin| word.starts_with(begin))
    };
    let words = outside.split(|c: char| c.is_whitespace() || ",;:!?()\"'/".contains(c));
    let found: Vec<&str> = words.filter(key).collect();
    if let Some(found) = found.first() {
        return Err(fault(
            "a text",
            format!("its key {found}"),
            format!("locale/{language}: the text {found}, which {path} asks for"),
        ));
    }
    if let Some(at) = outside.find("{$") {
        let near: String = outside
            .get(at..)
            .unwrap_or_default()
            .chars()
            .take(60)
            .collect();
        return Err(fault(
            "a whole text",
            near,
            format!("the code of {path}: give the text its arguments"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_would_not_run_is_found() {
        for broken in [
            "<p style='color: red'>",
            "<p class=\"a\"  STYLE=x>",
            "<form onsubmit=\"return false\">",
            "<a href='/a' ONMOUSEOVER=x>",
            "<img src='//elsewhere.example/a.png'>",
            "<img alt=\"a\" src=http://elsewhere.example/a.png>",
            "<object data=a>",
            "<p></p><Script>",
        ] {
            assert!(whole(broken, "/a").is_err(), "{broken}");
        }
        for well in [
            "<p class=\"on\">once=1 style=2</p>",
            "<p title=\"on > off, onto=it\">a < b onto=it</p>",
            "<img src=\"/assets/a.png\" alt='style=x'>",
            "<input data-on=\"x\" disabled>",
        ] {
            assert!(whole(well, "/a").is_ok(), "{well}");
        }
    }
}
