//! Every reason, seen refusing.

use std::collections::BTreeSet;

use super::*;

/// A file, and for whom it is judged.
struct Case {
    name: String,
    bytes: Vec<u8>,
    trust: Trust,
}

impl Case {
    fn of(bytes: Vec<u8>) -> Self {
        Self {
            name: "acme-tips-1.0.0.kplugin".to_owned(),
            bytes,
            trust: trust(),
        }
    }

    fn called(mut self, name: &str) -> Self {
        self.name = name.to_owned();
        self
    }

    fn refusal(&self) -> Refusal {
        let judged = Bundle::of_bytes(&self.name, &self.bytes, &self.trust, linked());
        match judged {
            Ok(_) => panic!("{} is taken", self.name),
            Err(refusal) => refusal,
        }
    }
}

/// A bundle of changed files, called as it says.
fn made(sources: &Sources) -> Case {
    let packed = packed(sources);
    Case::of(packed.bytes).called(&packed.name)
}

/// One with another text in a file.
fn changed(name: &str, from: &str, to: &str) -> Case {
    made(&with(name, from, to))
}

/// One with other parts.
fn parted(change: impl FnOnce(&mut BTreeMap<String, Vec<u8>>)) -> Case {
    let mut sources = sources();
    change(&mut sources.parts);
    made(&sources)
}

fn added(name: &str, bytes: &[u8]) -> Case {
    parted(|parts| {
        parts.insert(name.to_owned(), bytes.to_vec());
    })
}

fn removed(name: &str) -> Case {
    parted(|parts| {
        parts.remove(name).unwrap();
    })
}

/// One whose entries are written otherwise.
fn loose(change: impl FnOnce(&mut Vec<Loose>)) -> Case {
    Case::of(rewritten(&packed(&sources()).bytes, change))
}

/// One whose index says otherwise.
fn indexed(change: impl FnOnce(&mut Index)) -> Case {
    Case::of(reindexed(&packed(&sources()).bytes, change))
}

/// One with two bytes of each head of `name` changed: at `local` in its own, at `central` in the directory's.
fn headed(name: &str, central: usize, value: u16) -> Case {
    let mut bytes = packed(&sources()).bytes;
    let needle = [b"PK\x01\x02".as_slice()].concat();
    let at = (0..bytes.len())
        .filter(|at| bytes[*at..].starts_with(&needle))
        .find(|at| bytes[at + 46..].starts_with(name.as_bytes()))
        .unwrap();
    bytes[at + central..at + central + 2].copy_from_slice(&value.to_le_bytes());
    Case::of(bytes)
}

/// Zeros, deflated: a thousandth of them.
fn bomb(size: usize) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let piece = vec![0; 1 << 20];
    for _ in 0..size >> 20 {
        encoder.write_all(&piece).unwrap();
    }
    encoder.finish().unwrap()
}

/// The asset, replaced by what is said to unpack to `says` bytes.
fn with_bomb(packed: &[u8], says: usize) -> Case {
    let file = super::packed(&sources()).bytes;
    let file = rewritten(&file, |entries| {
        let asset = entries
            .iter_mut()
            .find(|(name, ..)| name.starts_with("assets/"));
        let (_, method, sums, bytes) = asset.unwrap();
        *method = Method::Deflated;
        *sums = (0, says);
        *bytes = packed.to_vec();
    });
    Case::of(reindexed(&file, |index| {
        let asset = index
            .parts
            .iter_mut()
            .find(|p| p.name.starts_with("assets/"));
        let asset = asset.unwrap();
        asset.size = says;
        asset.packed = Some(hex(&hash(packed)));
    }))
}

const SQL: &str = "migrations/postgres/0001_given.sql";
const LITE: &str = "migrations/sqlite/0001_given.sql";
const ENGLISH: &str = "locale/en/acme-tips.ftl";

/// What is wrong with the file itself.
fn files() -> Vec<(&'static str, Case)> {
    let whole = || packed(&sources()).bytes;
    let signed_by = |name: &str| Case::of(sign(&whole(), &signer(name)).unwrap());
    let mut revoking = config();
    let index = read(&whole()).unwrap().remove(0);
    let index = hex(&hash(&whole()[index.packed]));
    revoking.plugins.revoked.push(index);
    let mut elsewhere = config();
    let key = Keys::One(signer("umbrella").public_key());
    elsewhere.plugins.publishers.insert("acme".to_owned(), key);
    let mut alone = config();
    alone.plugins.publishers.clear();
    let under = |config: Config, case: Case| Case {
        trust: Trust::of(&config),
        ..case
    };
    vec![
        ("too_large", Case::of(vec![0; limits::FILE + 1])),
        ("layout", Case::of(Vec::new())),
        ("layout", Case::of(b"PK".to_vec())),
        ("layout", Case::of([b" ".as_slice(), &whole()].concat())),
        ("layout", Case::of([&whole(), b"\n".as_slice()].concat())),
        ("layout", headed("plugin.toml", 12, 1)),
        ("layout", headed("plugin.toml", 10, 12)),
        // One entry lies in another.
        ("layout", headed("plugin.toml", 42, 0)),
        ("layout", loose(|entries| entries.swap(3, 4))),
        (
            "too_many_parts",
            loose(|entries| {
                entries.extend((0..limits::PARTS).map(|at| stored(&format!("assets/{at}"), b"")));
            }),
        ),
        ("part_name", added("assets/../../etc/passwd", b"")),
        ("part_name", added("assets//a", b"")),
        ("part_name", added("/assets/a", b"")),
        ("part_name", added("assets/.a", b"")),
        ("part_name", added("assets/a b", b"")),
        ("part_name", added("assets\\a", b"")),
        ("part_name", added("assets/\u{e4}", b"")),
        (
            "part_name",
            added(&format!("assets/{}", "a".repeat(limits::NAME)), b""),
        ),
        (
            "part_twice",
            loose(|entries| entries.push(entries[2].clone())),
        ),
        ("part_twice", added("assets/ICON.svg", b"")),
        ("encrypted", headed("plugin.toml", 8, 1)),
        ("not_a_file", headed("plugin.toml", 40, 0o120_777)),
        ("not_a_file", headed("plugin.toml", 40, 0o040_755)),
        (
            "part_too_large",
            added("assets/large.png", &vec![0; limits::ASSET + 1]),
        ),
        (
            "part_too_large",
            added("locale/en/large.ftl", &vec![b'#'; limits::TEXT + 1]),
        ),
        ("part_too_large", with_bomb(&bomb(limits::ASSET), 1 << 30)),
        ("part_changed", with_bomb(&bomb(limits::LIBRARY), 10)),
        (
            "unpacks_too_large",
            parted(|parts| {
                let large = vec![0; limits::ASSET];
                parts.extend((0..97).map(|at| (format!("assets/{at}"), large.clone())));
            }),
        ),
        ("index", loose(|entries| drop(entries.remove(0)))),
        ("index", loose(|entries| entries[0] = stored(INDEX, b"{"))),
        (
            "index",
            loose(|entries| entries[0] = stored(INDEX, b"{\"format\":1,\"more\":1}")),
        ),
        ("format", indexed(|index| index.format = 2)),
        (
            "format",
            loose(|entries| entries[0] = stored(INDEX, b"{\"format\":7,\"more\":1}")),
        ),
        (
            "part_not_listed",
            loose(|entries| entries.push(stored("assets/z", b""))),
        ),
        ("part_missing", loose(|entries| drop(entries.pop()))),
        (
            "part_changed",
            loose(|entries| {
                let last = entries.len() - 1;
                entries[last] = stored(&entries[last].0, b"something else");
            }),
        ),
        // The sum that readers of ZIP look at.
        ("part_changed", loose(|entries| entries[2].2.0 ^= 1)),
        ("part_changed", indexed(|index| index.parts[0].size += 1)),
        (
            "part_changed",
            indexed(|index| index.parts[0].sha256 = hex(&[0; 32])),
        ),
        (
            "part_changed",
            indexed(|index| {
                for part in &mut index.parts {
                    part.packed = None;
                }
            }),
        ),
        ("part_unknown", added("README.md", b"")),
        ("part_unknown", added("migrations/oracle/0001_a.sql", b"")),
        ("part_unknown", added("locale/fr/acme-tips.ftl", b"")),
        ("unsigned", Case::of(pack(&sources(), None).unwrap().bytes)),
        (
            "signature_form",
            loose(|entries| entries[1] = stored(SIGNATURE, b"{}")),
        ),
        (
            "signature_form",
            loose(|entries| {
                let spaced = [&entries[1].3, b"\n".as_slice()].concat();
                entries[1] = stored(SIGNATURE, &spaced);
            }),
        ),
        (
            "signature",
            loose(|entries| {
                let index = [&entries[0].3, b" ".as_slice()].concat();
                entries[0] = stored(INDEX, &index);
            }),
        ),
        ("unknown_publisher", under(alone, Case::of(whole()))),
        ("wrong_key", under(elsewhere, Case::of(whole()))),
        ("not_theirs", signed_by("umbrella")),
        // A name that begins another's is nobody's way in.
        ("not_theirs", signed_by("acm")),
        ("revoked", under(revoking, Case::of(whole()))),
    ]
}

/// What is wrong with what the parts say.
fn contents() -> Vec<(&'static str, Case)> {
    let binary = b"create table \xff".as_slice();
    // Nobody signs for such an id.
    let id = |id: &str| {
        let to = format!("id = \"{id}\"\nversion");
        let mut case = changed("plugin.toml", "id = \"acme-tips\"\nversion", &to);
        case.bytes = rewritten(&case.bytes, |entries| drop(entries.remove(1)));
        case.trust = case.trust.with_unsigned();
        case
    };
    let version = |to: &str| {
        changed(
            "plugin.toml",
            "version = \"1.0.0\"",
            &format!("version = \"{to}\""),
        )
    };
    let mut other = sources();
    let bytes = other.parts.remove(&library_part()).unwrap();
    let elsewhere = Platform::ALL
        .into_iter()
        .find(|one| *one != here())
        .unwrap();
    other
        .parts
        .insert(format!("lib/{elsewhere}/plugin.so"), bytes);
    let no_plugin = built("int other(void) { return 1; }");
    let deep = |open: &str, close: &str, count: usize| {
        format!("{}1{}", open.repeat(count), close.repeat(count))
    };
    vec![
        (
            "file_name",
            Case::of(packed(&sources()).bytes).called("tips.kplugin"),
        ),
        ("part_absent", removed("openapi.json")),
        ("not_text", added(SQL, binary)),
        ("not_text", changed(SQL, "\n", "\r\n")),
        (
            "not_text",
            changed(ENGLISH, "acme-tips-about", "\u{feff}acme-tips-about"),
        ),
        ("manifest", loose_manifest("id =")),
        ("manifest", loose_manifest("id = 1")),
        ("manifest", unpackable("icon =", "icons =")),
        (
            "manifest",
            unpackable(
                "icon =",
                &format!("more = {}\nicon =", deep("[", "]", 50_000)),
            ),
        ),
        (
            "identity",
            indexed(|index| index.version = "2.0.0".to_owned()),
        ),
        (
            "identity",
            indexed(|index| index.id = "acme-toys".to_owned()),
        ),
        (
            "identity",
            indexed(|index| index.contract = "0.2".to_owned()),
        ),
        ("id", id("tips")),
        ("id", id("Acme-Tips")),
        ("id", id("acme-")),
        ("id", id(&format!("acme-{}", "a".repeat(limits::ID)))),
        ("id_taken", id("call-link")),
        ("id_taken", id("booking-checks")),
        ("id_taken", id("sign-in")),
        ("version", version("1.0")),
        ("version", version("v1.0.0")),
        ("version", version("1.0.0+build")),
        (
            "contract",
            changed("plugin.toml", "contract = \"0.1\"", "contract = \"0.2\""),
        ),
        ("abi", indexed(|index| index.abi = "0.2".to_owned())),
        ("platform", added("lib/sparc-solaris/plugin.so", library())),
        ("no_library", removed(&library_part())),
        ("library", made(&other)),
        (
            "library",
            added(&library_part(), &library()[..library().len() / 2]),
        ),
        ("no_entry", added(&library_part(), &no_plugin)),
        ("migrations", removed(SQL)),
        ("migrations", removed(LITE)),
        (
            "migrations",
            parted(|parts| {
                for engine in ["sqlite", "postgres"] {
                    parts.insert(format!("migrations/{engine}/0001_again.sql"), Vec::new());
                }
            }),
        ),
        (
            "migrations",
            parted(|parts| {
                for engine in ["sqlite", "postgres"] {
                    parts.insert(format!("migrations/{engine}/first.sql"), Vec::new());
                }
            }),
        ),
        (
            "rule",
            changed(
                SQL,
                "create table acme_tips__given",
                "drop table clients; create table acme_tips__given",
            ),
        ),
        ("rule", changed(LITE, "words ", "verse ")),
        ("texts", removed("locale/pl/acme-tips.ftl")),
        (
            "texts",
            changed(
                "locale/de/acme-tips.ftl",
                "acme-tips-table-given",
                "acme-tips-table-giver",
            ),
        ),
        (
            "texts",
            changed(
                "locale/de/acme-tips.ftl",
                "acme-tips-about = ",
                "acme-tips-about = { ",
            ),
        ),
        (
            "texts",
            changed(ENGLISH, "What was given.", &deep("{", "}", 9_900)),
        ),
        (
            "texts",
            changed(
                ENGLISH,
                "What was given.",
                &format!("{{ {} }}", deep("A(", ")", 9_900)),
            ),
        ),
        (
            "texts",
            changed(ENGLISH, "What was given.", &deep("{", "}", 50_000)),
        ),
        (
            "document",
            changed("openapi.json", "{\n  \"openapi\"", "\n  \"openapi\""),
        ),
        (
            "document",
            changed("openapi.json", "\"3.1.0\"", "\"3.0.0\""),
        ),
        (
            "document",
            changed("openapi.json", "/acme-tips/given", "/clients/given"),
        ),
        (
            "document",
            changed("openapi.json", "/acme-tips/given", "/acme-tips-more"),
        ),
        ("document", changed("openapi.json", "give_tip", "list_tips")),
        (
            "document",
            changed(
                "openapi.json",
                "#/components/schemas/Tips",
                "https://evil.example/a.json",
            ),
        ),
        ("document", pathed("/acme-tips/")),
        ("document", pathed("/acme-tips//a")),
        ("document", pathed("/acme-tips/{*rest}")),
        ("document", pathed("/acme-tips/{a}-{b}")),
        ("document", pathed("/acme-tips/:a")),
        ("document", pathed("/acme-tips/a?b=c")),
        ("document", pathed("/acme-tips/{")),
        ("document", pathed("/acme-tips/{}")),
        // The same to a router.
        ("document", pathed("/acme-tips/{a}\": {}, \"/acme-tips/{b}")),
        (
            "document",
            changed(
                "openapi.json",
                "\"operationId\"",
                "\"servers\": [], \"operationId\"",
            ),
        ),
        (
            "document",
            changed(
                "openapi.json",
                "\"get\":",
                "\"$ref\": \"#/components/a\", \"get\":",
            ),
        ),
        (
            "document",
            changed("openapi.json", "\"operationId\": \"give_tip\",", ""),
        ),
        (
            "document",
            changed("openapi.json", "\"3.1.0\"", &deep("[", "]", 50_000)),
        ),
        (
            "rule",
            changed("plugin.toml", "icon = \"cake\"", "icon = \"no_such\""),
        ),
        (
            "rule",
            changed(
                "plugin.toml",
                "enum = [\"all\", \"who_served\"], default = \"all\"",
                "minimum = 1",
            ),
        ),
        (
            "rule",
            changed(
                "plugin.toml",
                "question = { type = \"object\" }",
                "question = { type = 1 }",
            ),
        ),
        (
            "rule",
            changed(
                "plugin.toml",
                "name = \"acme-tips.may_give/1\"",
                "name = \"core.may_give/1\"",
            ),
        ),
        // A view of somebody else's table, by which the fence would let it through.
        (
            "rule",
            changed(
                "plugin.toml",
                "[[places]]",
                "[[views]]\nname = \"acme-tips.all/1\"\ntable = \"clients\"\n\n[[places]]",
            ),
        ),
        // What no rule sees and the host would not start with.
        (
            "rule",
            changed(
                "plugin.toml",
                "/acme-tips/slots/given/{about}",
                "/acme-tips/slots/given",
            ),
        ),
        (
            "rule",
            parted(|parts| {
                // A text of the host's, in every language.
                for (_, text) in parts
                    .iter_mut()
                    .filter(|(name, _)| name.starts_with("locale/"))
                {
                    text.extend(
                        b"field-required = Needed
",
                    );
                }
            }),
        ),
    ]
}

/// A bundle whose manifest is this, which the packer would not make.
fn loose_manifest(text: &str) -> Case {
    let file = packed(&sources()).bytes;
    let file = rewritten(&file, |entries| {
        let manifest = entries.iter_mut().find(|(name, ..)| name == "plugin.toml");
        *manifest.unwrap() = stored("plugin.toml", text.as_bytes());
    });
    Case::of(reindexed(&file, |index| {
        let manifest = index.parts.iter_mut().find(|p| p.name == "plugin.toml");
        let manifest = manifest.unwrap();
        manifest.size = text.len();
        manifest.sha256 = hex(&hash(text.as_bytes()));
        manifest.packed = None;
    }))
}

/// One with another path in its document.
fn pathed(path: &str) -> Case {
    changed("openapi.json", "/acme-tips/given", path)
}

/// The manifest with another text in it, which the packer would not take either.
fn unpackable(from: &str, to: &str) -> Case {
    let text = String::from_utf8(sources().parts["plugin.toml"].clone()).unwrap();
    assert!(text.contains(from), "the manifest has no {from}");
    loose_manifest(&text.replace(from, to))
}

/// Reasons that a folder has, which `shelf` sees.
const OF_FOLDERS: [&str; 6] = [
    "unreadable",
    "duplicate",
    "requires_missing",
    "requires_itself",
    "pin_missing",
    "does_not_fit",
];

#[test]
fn every_reason_refuses() {
    let mut seen: BTreeSet<&str> = OF_FOLDERS.into();
    for (at, (code, case)) in files().into_iter().chain(contents()).enumerate() {
        let refusal = case.refusal();
        assert_eq!(refusal.code(), code, "case {at}: {refusal}");
        let said = refusal.to_string();
        assert!(
            said.starts_with(&case.name) && said.contains(": "),
            "{said}"
        );
        assert!(!said.contains('\n') && said.len() < 600, "{said}");
        seen.insert(code);
    }
    let all: BTreeSet<&str> = Reason::CODES.iter().copied().collect();
    assert_eq!(seen, all, "each reason has a bundle that it refuses");
}

#[test]
fn development_takes_nothing_that_was_changed() {
    let mut config = config();
    config.development = true;
    for (code, mut case) in files() {
        if ["unsigned", "unknown_publisher", "revoked", "wrong_key"].contains(&code) {
            continue;
        }
        case.trust = Trust::of(&config);
        assert_eq!(case.refusal().code(), code);
    }
}

#[test]
fn a_library_for_another_platform_is_enough_where_none_is_run() {
    let case = removed(&library_part());
    let trust = trust().on_any_platform();
    let refused = Bundle::of_bytes(&case.name, &case.bytes, &trust, linked());
    assert_eq!(refused.map(drop).unwrap_err().code(), "no_library");
    let whole = packed(&sources());
    assert!(Bundle::of_bytes(&whole.name, &whole.bytes, &trust, linked()).is_ok());
}

#[test]
fn dotted_keys_without_end_break_nobody() {
    for text in [
        format!("{} = 1", vec!["a"; 200_000].join(".")),
        format!("[{}]", vec!["a"; 200_000].join(".")),
        format!("[settings_schema.{}]", vec!["a"; 200_000].join(".")),
    ] {
        assert_eq!(loose_manifest(&text).refusal().code(), "manifest");
    }
}

#[test]
fn what_is_said_steers_no_terminal() {
    let steering = "icons\u{1b}[31m";
    let text = format!("\"\\u001b[31m\" = 1\nid = \"{}\"", "a".repeat(10_000));
    let said = [
        loose_manifest(&text).refusal(),
        Case::of(Vec::new()).called(steering).refusal(),
        indexed(|index| index.abi = "\u{1b}[31m\u{202e}".to_owned()).refusal(),
    ];
    for refusal in said {
        let said = refusal.to_string();
        assert!(said.contains("[31m") || said.contains("line 1"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{202e}', '\n']), "{said}");
    }
}

/// Schemas in schemas, which a reader takes for one kind after the other until one fits.
#[test]
fn no_document_takes_for_ever() {
    for (open, close) in [
        ("{\"type\": \"array\", \"items\": ", "}"),
        ("{\"items\": ", "}"),
        ("{\"type\": \"object\", \"additionalProperties\": ", "}"),
        ("{\"oneOf\": [", "]}"),
        ("{\"type\": \"array\", \"prefixItems\": [", "]}"),
    ] {
        let schema = |leaf: &str| format!("{}{leaf}{}", open.repeat(55), close.repeat(55));
        for leaf in ["{\"type\": 5}", "7", "{\"$ref\": 1}"] {
            let to = format!("\"items\": {}", schema(leaf));
            let case = changed("openapi.json", "\"items\": { \"type\": \"string\" }", &to);
            let judged = Bundle::of_bytes(&case.name, &case.bytes, &case.trust, linked());
            assert!(judged.is_ok() || judged.is_err_and(|refusal| refusal.code() == "document"));
        }
    }
}

#[test]
fn a_bomb_is_left_alone_once_it_is_known() {
    let bomb = bomb(limits::LIBRARY);
    let (bytes, used) = super::super::parts::inflated(&bomb, 10).unwrap();
    assert_eq!(bytes.len(), 11);
    assert!(used < bomb.len());
}
