//! What is wrong with the file itself: its layout, its index, its signature.

use super::*;

/// Zeros, deflated: a thousandth of them.
pub(super) fn bomb(size: usize) -> Vec<u8> {
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
    let file = super::super::packed(&sources()).bytes;
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

/// Each with its reason.
pub(super) fn cases() -> Vec<(&'static str, Case)> {
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
        ("asset", added("assets/run.js", b"alert(1)")),
        ("asset", added("assets/other.svg", b"<html></html>")),
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
