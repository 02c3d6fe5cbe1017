//! Whether a piece of a page stays where it is put.
//!
//! A section of a card is a feature's own HTML inside the host's page. What is not closed there, or
//! closes what it did not open, would take the rest of the page along; some elements and attributes
//! act on all of the page wherever they stand. The page's policy (`http/headers.rs`) keeps scripts
//! and styles from running; this keeps the page whole. It is stricter than HTML: what may be left
//! out there (`</p>`) is to be written here.

/// Elements without an end.
const VOID: [&str; 11] = [
    "area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr", "param",
];
/// Elements that are of the whole page, or whose inside is read by other rules.
const REFUSED: [&str; 24] = [
    "animate",
    "applet",
    "base",
    "body",
    "embed",
    "frame",
    "frameset",
    "head",
    "html",
    "iframe",
    "link",
    "math",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "script",
    "set",
    "style",
    "template",
    "title",
    "xmp",
];
/// Attributes that hold an address.
const ADDRESSES: [&str; 6] = [
    "href",
    "src",
    "action",
    "formaction",
    "xlink:href",
    "poster",
];
/// What an address may begin with, where it does not stay within the host.
const SCHEMES: [&str; 8] = [
    "http", "https", "tel", "mailto", "sip", "sips", "callto", "sms",
];

/// Whether every element of `html` is closed in it and in order, and none reaches beyond it.
pub(super) fn stays_in_place(html: &str) -> bool {
    let mut open = Vec::new();
    let mut rest = html;
    while let Some((_, tag)) = rest.split_once('<') {
        let after = match tag.as_bytes() {
            [b'!', b'-', b'-', ..] => comment(tag),
            [b'!' | b'?', ..] => None,
            [b'/', ..] => end(tag, &mut open),
            [first, ..] if first.is_ascii_alphabetic() => start(tag, &mut open),
            // A sign of less, as text.
            _ => Some(tag),
        };
        match after {
            Some(after) => rest = after,
            None => return false,
        }
    }
    open.is_empty()
}

fn comment(tag: &str) -> Option<&str> {
    let inside = tag.strip_prefix("!--")?;
    if inside.starts_with('>') || inside.starts_with("->") {
        return None;
    }
    let (said, after) = inside.split_once("-->")?;
    // Browsers end one here, too.
    (!said.contains("--!>")).then_some(after)
}

/// What follows `</name>`, which closes what was opened last.
fn end<'h>(tag: &'h str, open: &mut Vec<String>) -> Option<&'h str> {
    let (name, after) = tag.strip_prefix('/')?.split_once('>')?;
    let name = name.trim_end().to_ascii_lowercase();
    (open.pop()? == name).then_some(after)
}

/// What may stand in a picture. By anything else a browser takes it for ended, or reads on by
/// other rules.
const DRAWN: [&str; 14] = [
    "circle", "defs", "ellipse", "g", "line", "path", "polygon", "polyline", "rect", "svg", "text",
    "title", "tspan", "use",
];

/// What follows `<name …>`.
fn start<'h>(tag: &'h str, open: &mut Vec<String>) -> Option<&'h str> {
    let (name, mut rest) = word(tag);
    let is_drawn = open.iter().any(|open| open == "svg");
    let is_titled = is_drawn && open.last().is_some_and(|open| open == "title");
    let may_stand = match is_drawn {
        // What a picture is called is text alone: within it browsers read by the rules of HTML.
        true => DRAWN.contains(&&*name) && !is_titled,
        false => !REFUSED.contains(&&*name),
    };
    if !may_stand {
        return None;
    }
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace());
        if let Some(after) = rest.strip_prefix("/>") {
            // Only what is drawn ends itself; of others browsers take the stroke for nothing.
            let drawn = name == "svg" || open.iter().any(|open| open == "svg");
            return (drawn || VOID.contains(&&*name)).then_some(after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            if VOID.contains(&&*name) {
                return Some(after);
            }
            return match name.as_str() {
                "textarea" => text_only(after),
                _ => {
                    open.push(name);
                    Some(after)
                }
            };
        }
        rest = match rest.strip_prefix('/') {
            Some(rest) => rest,
            None => attribute(rest)?,
        };
    }
}

/// What follows the end of a `textarea`, of which everything before is text.
fn text_only(rest: &str) -> Option<&str> {
    let at = rest.to_ascii_lowercase().find("</textarea")?;
    let (_, after) = rest.split_at_checked(at)?;
    let (end, after) = after.split_once('>')?;
    end.trim_end()
        .eq_ignore_ascii_case("</textarea")
        .then_some(after)
}

/// What follows an attribute that may stand there.
fn attribute(rest: &str) -> Option<&str> {
    let (name, rest) = word(rest);
    let name = name.strip_prefix("data-").unwrap_or(&name);
    let reaches_out =
        name.starts_with("on") || name.starts_with("hx-on") || name.contains("swap-oob");
    if name.is_empty() || reaches_out || name == "srcdoc" {
        return None;
    }
    let blank = |c: char| c.is_ascii_whitespace();
    let Some(value) = rest.trim_start_matches(blank).strip_prefix('=') else {
        return Some(rest);
    };
    let value = value.trim_start_matches(blank);
    let (value, after) = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split_once(quote)?,
        _ => value.split_at_checked(value.find(|c| blank(c) || c == '>')?)?,
    };
    (!ADDRESSES.contains(&name) || leads_well(value)).then_some(after)
}

/// A name in lower case, and what follows it.
fn word(text: &str) -> (String, &str) {
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=' | '"' | '\'' | '<');
    let at = text.find(ends).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    (name.to_ascii_lowercase(), rest)
}

/// Whether an address is a place of the host, or one that is opened and not run.
fn leads_well(address: &str) -> bool {
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    let first = address.get(..end).unwrap_or_default();
    match first.split_once(':') {
        Some((scheme, _)) => SCHEMES.iter().any(|one| scheme.eq_ignore_ascii_case(one)),
        // A colon may be written as a name, and what is passed over stand within.
        None => !first.contains(|c: char| c == '&' || c.is_ascii_control()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_stays_where_it_is_put() {
        for piece in [
            "",
            "text < 3",
            "<p>one<br>two</p><input disabled>",
            "<svg viewBox=\"0 0 1 1\"><title>T</title><g><path d=\"M0\"/></g></svg>",
            "<textarea><div></textarea>",
            "<a href=\"/a\" data-row>x</a>",
        ] {
            assert!(stays_in_place(piece), "{piece}");
        }
        for piece in [
            "<div>",
            "</div>",
            "<p><b></p></b>",
            "<svg><div/></svg>",
            "<svg><foreignObject><div/></foreignObject></svg>",
            "<svg><textarea><div></textarea></svg>",
            "<svg><title><div></div></title></svg>",
            "<p data-hx-on:click=\"x\">x</p>",
            "<p onclick=x>x</p>",
            "<a href=\"javascript:x\">x</a>",
            "<script></script>",
        ] {
            assert!(!stays_in_place(piece), "{piece}");
        }
    }
}
