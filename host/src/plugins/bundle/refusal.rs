//! Why a file is not taken.

use std::fmt;

use super::limits;

/// Letters of a sentence: what a file quotes may be as long as the file.
const MOST: usize = 800;

/// A file that is not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The name of the file.
    pub file: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What sentences about a file end with that is made anew by hand.
const AGAIN: &str = " and pack again";

impl Refusal {
    /// The sentence for who has the folder before them, of which a file is made anew with every change.
    pub(crate) fn while_written(&self) -> String {
        let said = self.to_string();
        said.strip_suffix(AGAIN).unwrap_or(&said).to_owned()
    }

    /// The reason in a word that never changes: `unknown_publisher`.
    pub fn code(&self) -> &'static str {
        self.reason.code()
    }

    /// Whether the file itself may be well, but not for who runs this host.
    pub(crate) fn is_distrust(&self) -> bool {
        use Reason::{Revoked, UnknownPublisher, Unsigned, WrongKey};
        matches!(
            self.reason,
            Revoked(..) | Unsigned | UnknownPublisher(..) | WrongKey(..)
        )
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // It quotes what stands in the file, and goes to a terminal.
        let said = plain(&format!("{} {}", self.file, self.reason));
        match said.char_indices().nth(MOST) {
            Some((end, _)) => write!(f, "{}…", said.get(..end).unwrap_or_default()),
            None => f.write_str(&said),
        }
    }
}

/// A text in one line, in which nothing steers a terminal or turns the direction of writing. Line ends and what
/// the next line begins with are one blank.
pub fn plain(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let text = match lines.len() {
        0 | 1 => text.to_owned(),
        _ => lines.join(" "),
    };
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let one = |c: char| match c {
        '\t' => ' ',
        c if steers(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(one).collect()
}

/// The first line of what a parser says, as far as it is short.
pub(super) fn short(text: &str) -> String {
    const SHORT: usize = 160;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(SHORT) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

impl std::error::Error for Refusal {}

macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident $(($($arg:ident: $type:ty),+))? = $code:literal, $sentence:literal $(, $extra:expr)*;)+) => {
        /// What can be wrong with a file. Each sentence follows the file's name.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Reason {
            $($(#[$doc])* $name $(($($type),+))?,)+
        }

        impl Reason {
            /// The reason in a word that never changes.
            pub fn code(&self) -> &'static str {
                match self {
                    $(reasons!(@pattern $name $(($($arg),+))?) => $code,)+
                }
            }

            /// All words there are.
            pub const CODES: &'static [&'static str] = &[$($code),+];
        }

        impl fmt::Display for Reason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name $(($($arg),+))? => write!(f, $sentence $(, $extra)*),)+
                }
            }
        }
    };
    (@pattern $name:ident) => { Self::$name };
    (@pattern $name:ident ($($arg:ident),+)) => { Self::$name(..) };
}

reasons! {
    /// The system does not give it out.
    Unreadable(why: String) = "unreadable",
        "cannot be read ({why}): let the host read the file";
    /// It is called otherwise than what it holds.
    FileName(wanted: String) = "file_name",
        "holds {wanted}: call the file so";
    /// The file has more than 64 MB.
    TooLarge = "too_large",
        "is larger than {} bytes: leave out what the plugin does not need", limits::FILE;
    /// It is not laid out as a bundle is.
    Layout(why: String) = "layout",
        "is no whole bundle ({why}): fetch it again, or make it by `kartoteka plugin pack`";
    /// More than 2,000 parts.
    TooManyParts = "too_many_parts",
        "has more than {} parts: leave out what the plugin does not need", limits::PARTS;
    /// The name of a part leads elsewhere, or is none on every system.
    PartName(name: String) = "part_name",
        "has a part called {name:?}: names are relative, of the signs a-z A-Z 0-9 _ . - and /";
    /// Two parts of one name, large and small letters being the same.
    PartTwice(name: String) = "part_twice",
        "has two parts called {name}: call one otherwise";
    /// A part that needs a password.
    Encrypted(name: String) = "encrypted",
        "has the encrypted part {name}: pack it in the open";
    /// A link or a folder among the parts.
    NotAFile(name: String) = "not_a_file",
        "has the part {name}, which is no plain file: pack the file itself";
    /// A part above its limit.
    PartTooLarge(name: String, limit: usize) = "part_too_large",
        "has the part {name}, which is larger than {limit} bytes: make it smaller";
    /// All parts together are above the limit.
    UnpacksTooLarge = "unpacks_too_large",
        "unpacks to more than {} bytes: leave out what the plugin does not need", limits::UNPACKED;
    /// `index.json` is none.
    Index(why: String) = "index",
        "has no index.json that can be read ({why}): make it by `kartoteka plugin pack`";
    /// A format of bundles that this host does not know.
    Format(format: u32) = "format",
        "is a bundle of format {format}, and this host reads format 1: use a newer host, or pack it for this one";
    /// A part that the index does not list.
    PartNotListed(name: String) = "part_not_listed",
        "has the part {name}, which its index does not list: pack it again";
    /// The index lists what is not there.
    PartMissing(name: String) = "part_missing",
        "lacks the part {name}, which its index lists: fetch the file again, or pack it again";
    /// A part is not what the index says.
    PartChanged(name: String) = "part_changed",
        "has the part {name}, which is not what its index says: fetch the file again";
    /// A part that has no place in bundles.
    PartUnknown(name: String) = "part_unknown",
        "has the part {name}, which has no place in a bundle: leave it out";
    /// A part that has to be there and is not.
    PartAbsent(name: String) = "part_absent",
        "lacks {name}: add it and pack again";
    /// Text that is not UTF-8 with plain line ends.
    NotText(name: String) = "not_text",
        "has the part {name}, which is no text of UTF-8 with plain line ends: save it so and pack again";
    /// A file under `assets/` that is no picture.
    Asset(name: String, why: &'static str) = "asset",
        "has the part {name}, which {why}: `assets/` is for pictures";
    /// `plugin.toml` is none.
    Manifest(why: String) = "manifest",
        "has a plugin.toml that cannot be read ({why}): correct it and pack again";
    /// Index and manifest say different things.
    Identity(what: String) = "identity",
        "says one {what} in its index and another in its plugin.toml: pack it again";
    /// No id, or not one of a partner's.
    Id(id: String) = "id",
        "calls itself {id:?}: a partner's plugin is called <vendor>-<name>, in at most {} small letters", limits::ID;
    /// The id is somebody else's.
    IdTaken(id: String) = "id_taken",
        "calls itself {id}, which this host has already: call the plugin otherwise";
    /// No version.
    Version(version: String) = "version",
        "has the version {version:?}: versions are three numbers, such as 1.4.0, or 1.4.0-rc.1";
    /// Another contract than this host's.
    Contract(contract: String, ours: &'static str) = "contract",
        "is written against the contract {contract}, and this host keeps {ours}: use the version for {ours}";
    /// Another interface of libraries than this host's.
    Abi(abi: String, ours: &'static str) = "abi",
        "is built for the interface {abi}, and this host has {ours}: use the version for {ours}";
    /// A platform that no host runs on.
    Platform(name: String) = "platform",
        "has a library for {name:?}, which is no platform: they are x86_64-linux-gnu and aarch64-linux-gnu";
    /// No library for this platform.
    NoLibrary(platform: String) = "no_library",
        "has no library for {platform}: ask who made it for one";
    /// A library that is not what its folder says, or not whole.
    Library(platform: String, why: String) = "library",
        "has a library for {platform} that cannot be one ({why}): build it again for that platform";
    /// A library that is no plugin.
    NoEntry(platform: String) = "no_entry",
        "has a library for {platform} that does not export `kartoteka_plugin`: in Rust `export_plugin!` makes it, in C it is the last function of the header";
    /// Migrations that are no twins, or not in order.
    Migrations(why: String) = "migrations",
        "has migrations that cannot be applied ({why}): correct them and pack again";
    /// Texts that are none, or not in every language.
    Texts(why: String) = "texts",
        "has texts that cannot be shown ({why}): correct them and pack again";
    /// `openapi.json` is none, or not of its own paths.
    Document(why: String) = "document",
        "has an openapi.json that cannot be used ({why}): correct it and pack again";
    /// A rule of the contract is broken.
    Rule(rule: &'static str, what: String) = "rule",
        "breaks the rule `{rule}` of the contract ({what}): correct it and pack again";
    /// Nobody signed it.
    Unsigned = "unsigned",
        "is not signed: ask who made it for a signed one, or set development = true to try it";
    /// `signature.json` is none.
    SignatureForm(why: String) = "signature_form",
        "has a signature.json that cannot be read ({why}): sign it again by `kartoteka plugin sign`";
    /// The signature is not of this bundle.
    Signature = "signature",
        "was changed after it was signed, or signed with another key: fetch it again from who made it";
    /// A publisher whom the operator does not list.
    UnknownPublisher(name: String, key: String) = "unknown_publisher",
        "is signed by {name}, who is not in plugins.publishers: if you trust them, add {name} = \"{key}\" there";
    /// A key that is not the publisher's.
    WrongKey(name: String) = "wrong_key",
        "is signed in the name of {name} with a key that plugins.publishers does not have for them: ask {name} which is right";
    /// An id that begins with another name.
    NotTheirs(id: String, publisher: String) = "not_theirs",
        "is called {id} and signed by {publisher}, whose plugins begin with {publisher}-: call it so, or have its vendor sign it";
    /// The operator took it back.
    Revoked(hash: String) = "revoked",
        "is revoked (plugins.revoked has {hash}): use another version";
    /// Another file of the same id and version.
    Duplicate(other: String) = "duplicate",
        "is the same plugin in the same version as {other}: remove one of the two";
    /// What it requires is not here.
    RequiresMissing(id: String) = "requires_missing",
        "requires {id}, which is not here: add that plugin, or remove this one";
    /// It requires itself by way of others.
    RequiresItself(by: String) = "requires_itself",
        "requires itself by way of {by}: ask who made them for versions that do not";
    /// The version that is pinned is not here.
    PinMissing(version: String) = "pin_missing",
        "pins the version {version:?}, which is not here: put it back, or unpin";
    /// It does not go together with what is here.
    DoesNotFit(why: String) = "does_not_fit",
        "does not go together with what this host has ({why}): ask who made it for a version that does";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_stands_in_one_line_that_can_be_read() {
        let sql = "create table acme__a (\n    salon_id uuid,\r\n\tid\tuuid\n);\n";
        assert_eq!(
            plain(sql),
            "create table acme__a ( salon_id uuid, id uuid );"
        );
        assert_eq!(plain(" as it is "), " as it is ");
        assert_eq!(
            plain("a\u{1b}[2Kb\rc\u{202e}d\0"),
            "a\u{fffd}[2Kb\u{fffd}c\u{fffd}d\u{fffd}"
        );
    }

    #[test]
    fn whoever_has_the_folder_open_is_not_told_to_pack_again() {
        let said = |reason| {
            let file = "acme-tips-1.0.0.kplugin".to_owned();
            Refusal { file, reason }.while_written()
        };
        let broken = said(Reason::Rule("icon", "there is none".to_owned()));
        assert!(broken.ends_with("(there is none): correct it"), "{broken}");
        let absent = said(Reason::PartAbsent("openapi.json".to_owned()));
        assert!(absent.ends_with("lacks openapi.json: add it"), "{absent}");
    }
}
