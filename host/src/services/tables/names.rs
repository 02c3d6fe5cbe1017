//! Names of files in an archive, which every system can unpack: no character that one of them
//! refuses or that shows another name than it is, no name that is a device, none twice.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization as _;

/// Bytes of a folder's name, and of a file's without its ending. All of a path stays below the
/// 260 characters that some systems can read.
const FOLDER: usize = 80;
const STEM: usize = 120;

/// The names that were given.
#[derive(Debug, Default)]
pub(super) struct Names {
    used: HashSet<String>,
    /// How often a name was asked for.
    next: HashMap<String, u32>,
}

impl Names {
    /// The path of a file that people call `title`, and that came as `name`. A second one of the
    /// same name gets a number behind it.
    pub(super) fn file(&mut self, folder: Option<&str>, title: Option<&str>, name: &str) -> String {
        let (stem, ending) = parted(name);
        let dot = if ending.is_empty() { "" } else { "." };
        let title = title.filter(|title| !title.trim().is_empty());
        let title = title.map(|title| match parted(title) {
            (bare, same) if !same.is_empty() && same == ending => bare,
            _ => title,
        });
        let stem = safe(title.unwrap_or(stem), STEM);
        let folder = folder.map(|folder| format!("{}/", safe(folder, FOLDER)));
        let begins = format!("files/{}{stem}", folder.unwrap_or_default());
        let asked = format!("{begins}{dot}{ending}").to_lowercase();
        let next = self.next.entry(asked).or_insert(0);
        loop {
            *next += 1;
            let path = match *next {
                1 => format!("{begins}{dot}{ending}"),
                n => format!("{begins} ({n}){dot}{ending}"),
            };
            if self.used.insert(path.to_lowercase()) {
                return path;
            }
        }
    }
}

/// A name and its ending, in small letters and without the dot; empty where it has none.
fn parted(name: &str) -> (&str, String) {
    match name.rsplit_once('.') {
        Some((stem, ending))
            if (1..=8).contains(&ending.len())
                && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            (stem, ending.to_ascii_lowercase())
        }
        _ => (name, String::new()),
    }
}

/// `text` as a name that every system takes.
fn safe(text: &str, most: usize) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.nfc() {
        let c = match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            c if c.is_whitespace() => ' ',
            c if c.is_control() || is_unseen(c) => continue,
            c => c,
        };
        let again = c == ' ' && name.ends_with(' ');
        if !again && name.len() + c.len_utf8() <= most {
            name.push(c);
        }
    }
    // Dots in front hide a file, or lead out of the folder; at the end Windows drops them.
    let name = name.trim_matches([' ', '.']);
    if name.is_empty() || is_device(name) {
        return format!("_{name}");
    }
    name.to_owned()
}

/// Characters without a shape, some of which turn the direction of what follows.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether Windows takes it for a device, whatever ending it has.
fn is_device(name: &str) -> bool {
    let bare = name.split('.').next().unwrap_or_default().trim_end();
    let bare = bare.to_ascii_uppercase();
    let numbered = |device: &str| {
        let number = bare.strip_prefix(device);
        number.is_some_and(|number| matches!(number.as_bytes(), [b'1'..=b'9']))
    };
    ["CON", "PRN", "AUX", "NUL"].contains(&bare.as_str()) || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_by_their_titles_and_none_twice() {
        let mut names = Names::default();
        let mut file = |title, name: &str| names.file(Some("7 Anna Vogel"), title, name);
        assert_eq!(
            file(Some("Vertrag"), "scan0001.PDF"),
            "files/7 Anna Vogel/Vertrag.pdf"
        );
        assert_eq!(
            file(Some("vertrag.pdf"), "x.pdf"),
            "files/7 Anna Vogel/vertrag (2).pdf"
        );
        assert_eq!(
            file(Some("Vertrag (2)"), "x.pdf"),
            "files/7 Anna Vogel/Vertrag (2) (2).pdf"
        );
        assert_eq!(
            file(Some("Vertrag"), "x.pdf"),
            "files/7 Anna Vogel/Vertrag (3).pdf"
        );
        assert_eq!(
            file(Some("Vertrag"), "x.txt"),
            "files/7 Anna Vogel/Vertrag.txt"
        );
        assert_eq!(file(None, "scan.pdf"), "files/7 Anna Vogel/scan.pdf");
        assert_eq!(file(Some(" "), "README"), "files/7 Anna Vogel/README");
        assert_eq!(
            Names::default().file(None, Some("a.b"), "x.pdf"),
            "files/a.b.pdf"
        );
    }

    #[test]
    fn no_name_leads_anywhere_else() {
        for (text, name) in [
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\Windows", "C__Windows"),
            ("..", "_"),
            (" .hidden. ", "hidden"),
            ("a\n\tb\0c", "a bc"),
            ("gut\u{202e}fdp.exe", "gutfdp.exe"),
            ("nul", "_nul"),
            ("Com1.tar", "_Com1.tar"),
            ("Common", "Common"),
            ("u\u{308}", "ü"),
            ("Łódź 🙂", "Łódź 🙂"),
        ] {
            assert_eq!(safe(text, STEM), name, "{text:?}");
        }
        assert_eq!(safe(&"ü".repeat(200), 9), "üüüü");
    }
}
