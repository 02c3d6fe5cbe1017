//! HTML as far as it is judged here: elements with their attributes, and the text between them. It is read as
//! browsers read what is whole; nothing is repaired.

/// A piece of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// `<name …>`.
    Start(Element),
    /// `</name>`.
    End(String),
    /// Text, with what its marks stand for.
    Text(String),
}

/// The begin of an element; names in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
}

impl Element {
    /// The attribute of this name; empty where it has no value.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        let (_, value) = all.find(|(own, _)| own == name)?;
        Some(value)
    }

    /// Whether it has an attribute of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// All pieces, in order.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let (mut all, mut rest) = (Vec::new(), html);
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        let (text, tag) = rest.split_at(at);
        add_text(&mut all, text);
        let Some(inside) = tag.strip_prefix('<') else {
            break;
        };
        rest = match inside.as_bytes() {
            [b'!', b'-', b'-', ..] => after(inside, "-->"),
            [b'!' | b'?', ..] => after(inside, ">"),
            [b'/', ..] => end(inside, &mut all),
            [first, ..] if first.is_ascii_alphabetic() => start(inside, &mut all),
            _ => {
                // A sign of less, as text.
                add_text(&mut all, "<");
                inside
            }
        };
    }
    all
}

fn add_text(all: &mut Vec<Piece>, text: &str) {
    if text.is_empty() {
        return;
    }
    let said = said(text);
    match all.last_mut() {
        Some(Piece::Text(before)) => before.push_str(&said),
        _ => all.push(Piece::Text(said)),
    }
}

fn after<'h>(text: &'h str, mark: &str) -> &'h str {
    text.split_once(mark).map_or("", |(_, rest)| rest)
}

fn end<'h>(inside: &'h str, all: &mut Vec<Piece>) -> &'h str {
    let (name, rest) = inside.split_once('>').unwrap_or((inside, ""));
    let name = name.trim_start_matches('/').trim().to_ascii_lowercase();
    all.push(Piece::End(name));
    rest
}

/// What follows `<name …>`; text alone stands in some elements.
fn start<'h>(inside: &'h str, all: &mut Vec<Piece>) -> &'h str {
    let ends = |c: char| c.is_whitespace() || c == '>' || c == '/';
    let (name, rest) = inside.split_at(inside.find(ends).unwrap_or(inside.len()));
    let name = name.to_ascii_lowercase();
    let (attributes, rest) = attributes(rest);
    all.push(Piece::Start(Element {
        name: name.clone(),
        attributes,
    }));
    if !matches!(&*name, "textarea" | "title" | "script" | "style") {
        return rest;
    }
    let close = format!("</{name}");
    let at = rest.to_ascii_lowercase().find(&close);
    let (text, rest) = rest.split_at(at.unwrap_or(rest.len()));
    // A first line that is empty is none.
    let text = text.strip_prefix('\n').unwrap_or(text);
    if matches!(&*name, "textarea" | "title") {
        add_text(all, text);
    }
    rest
}

/// The attributes up to `>`, and what follows that.
fn attributes(text: &str) -> (Vec<(String, String)>, &str) {
    let (mut all, mut rest) = (Vec::new(), text);
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return (all, rest);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (all, after);
        }
        let ends = |c: char| c.is_whitespace() || matches!(c, '>' | '/' | '=');
        // A sign of equality that nothing stands before is a name's first letter.
        let from = rest.chars().next().map_or(0, char::len_utf8);
        let tail = rest.get(from..).unwrap_or_default();
        let length = from + tail.find(ends).unwrap_or(tail.len());
        let (name, after) = rest.split_at(length);
        let mut value = String::new();
        rest = after;
        if let Some(given) = after.trim_start().strip_prefix('=') {
            (value, rest) = read_value(given.trim_start());
        }
        all.push((name.to_ascii_lowercase(), value));
    }
}

/// The value that stands here, and what follows it.
fn read_value(text: &str) -> (String, &str) {
    let mark = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    let Some(mark) = mark else {
        let ends = |c: char| c.is_whitespace() || c == '>';
        let (value, rest) = text.split_at(text.find(ends).unwrap_or(text.len()));
        return (said(value), rest);
    };
    let inside = text.get(1..).unwrap_or_default();
    let (value, rest) = inside.split_once(mark).unwrap_or((inside, ""));
    (said(value), rest)
}

/// A text with the letters that its marks (`&amp;`) stand for.
fn said(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, mark)) = rest.split_once('&') {
        out.push_str(before);
        let named = mark.split_once(';').and_then(|(name, after)| {
            let letter = letter(name)?;
            Some((letter, after))
        });
        rest = match named {
            Some((letter, after)) => {
                out.push(letter);
                after
            }
            None => {
                out.push('&');
                mark
            }
        };
    }
    out.push_str(rest);
    out
}

fn letter(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

/// Attributes that people read.
const READ: [&str; 4] = ["alt", "aria-label", "placeholder", "title"];

/// The texts that people read in it, each without what surrounds it.
pub(super) fn texts(html: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => all.push(text),
            Piece::Start(element) => {
                let read = READ.iter().filter_map(|name| element.get(name));
                all.extend(read.map(str::to_owned));
            }
            Piece::End(_) => {}
        }
    }
    let plain = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = all.into_iter().map(plain);
    all.filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_as_browsers_read_them() {
        let html = "<a href=\"/x?a=b&amp;c\" title='go > on'><input value=1 checked><br/>1 < 2</A>";
        let found = pieces(html);
        let start = |name: &str, attributes: &[(&str, &str)]| {
            let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            Piece::Start(Element {
                name: name.to_owned(),
                attributes: attributes.iter().map(own).collect(),
            })
        };
        let expected = [
            start("a", &[("href", "/x?a=b&c"), ("title", "go > on")]),
            start("input", &[("value", "1"), ("checked", "")]),
            start("br", &[]),
            Piece::Text("1 < 2".to_owned()),
            Piece::End("a".to_owned()),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_no_html_ends() {
        for odd in [
            "<",
            "<a",
            "<a =",
            "<a b=\"",
            "<!--",
            "</",
            "<textarea>",
            "&#x;&#99999999;",
            "<a b==c>",
        ] {
            pieces(odd);
        }
        assert_eq!(texts("&#228; &#x1f487; &nope; &"), ["ä \u{1f487} &nope; &"]);
    }

    #[test]
    fn texts_are_what_people_read() {
        let html = "<p>One\n <b>two</b></p><!-- no --><script>no</script>\
                    <input placeholder=\"three\" value=no><textarea>\n<b></textarea>";
        assert_eq!(texts(html), ["One", "two", "three", "<b>"]);
    }
}
