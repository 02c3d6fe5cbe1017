//! Messages as they should be, and the same with a few bytes changed, left out, or put in from others.

/// A message: what is tried, how, and the bytes.
fn message(kind: u8, what: u8, bytes: &[&[u8]]) -> Vec<u8> {
    let mut message = vec![kind, what];
    for piece in bytes {
        message.extend_from_slice(piece);
    }
    message
}

/// A piece with its length before it.
fn piece(text: &str) -> Vec<u8> {
    let len = u8::try_from(text.len()).expect("a short text");
    [&[len], text.as_bytes()].concat()
}

/// Messages as they should be.
pub fn seeds() -> Vec<Vec<u8>> {
    let client = "00000000-0000-0000-0000-000000000001";
    let select =
        b"select id, word, amount from acme_messages__words where salon_id = $1 and word = $2";
    let insert =
        b"insert into acme_messages__words (salon_id, id, word, amount) values ($1, $2, $3, $4)";
    // One value, a text; no second text.
    let one = [&[1, 0, 4, 0, 1, 1], piece("word").as_slice(), &[0]].concat();
    let three = [
        &[3, 0, 6, 0, 1, 1],
        piece("0123456789abcdef").as_slice(),
        &[4, 0, 1, 1],
        &piece("word"),
        &[2, 0, 7, 3, 0, 0],
    ]
    .concat();
    let mut all = vec![
        message(0, 0, &[&one, select]),
        message(1, 0, &[&[1], &three, insert]),
        message(1, 1, &[&[1], &three, insert]),
        message(
            1,
            2,
            &[
                &[1],
                br#"{"what":"acme-messages.said/1","subjects":[],"after":{"a":1}}"#,
            ],
        ),
        message(1, 3, &[&[1, 9, 40], b"acme-messages.wake"]),
        message(1, 4, &[&[1, 50], b"/clients/1"]),
        message(3, 0, &[&piece("acme-messages.hash"), b"data"]),
        message(3, 1, &[&piece("acme-messages.seal"), b"data"]),
        message(3, 2, &[&piece("acme-messages.seal"), b"sealed"]),
        message(3, 3, &[&piece("acme-messages.key"), b"thing"]),
        message(3, 4, &[&piece("acme-messages.key")]),
        message(3, 5, &[&piece("acme-messages.key")]),
        message(
            3,
            6,
            &[&piece("de"), &piece("error-said"), br#"{"most": 5}"#],
        ),
        message(3, 7, &[&piece("/a/0"), br#"{"a":[{"b":1.5e3}]}"#]),
        message(3, 8, &[&piece(""), "\u{1F600}\"\\".as_bytes()]),
        message(3, 9, &[&piece("\u{2}"), b"a line of the log"]),
        message(4, 0, &[format!("{{\"{client}\":1}}").as_bytes()]),
        message(
            4,
            0,
            &[br#"{"code":"said","status":422,"fields":[{"pointer":"/a","code":"said"}]}"#],
        ),
        message(
            5,
            0,
            &[&[66, 1], &piece("x-said"), &piece("yes"), b"a body"],
        ),
        message(5, 1, &[&[66, 0], b"<p>the inside of a page</p>"]),
        message(
            5,
            2,
            &[&[140, 0], br#"{"status":422,"code":"said","args":{"a":1}}"#],
        ),
        message(
            5,
            3,
            &[br#"{"status":404,"code":"not_found","db":{"kind":"busy"}}"#],
        ),
    ];
    for (service, question) in [
        (0, r#"{"method":"GET","path":"/clients","headers":[]}"#.to_owned()),
        (1, r#"{"of":"read","kind":"phone","text":"+49 30 123456"}"#.to_owned()),
        (2, r#"{"actors":["system","user:x"]}"#.to_owned()),
        (3, format!(r#"{{"of":"values","facts":["acme-messages.known/1"],"clients":["{client}"]}}"#)),
        (4, r#"{"hook":"acme-messages.asked/1","question":{}}"#.to_owned()),
        (5, format!(r#"{{"of":"alive","host":"{client}"}}"#)),
        (6, r#"{"of":"send","to":"a@example.org","client":null,"subject":"s","text":"t","reply_to":null}"#.to_owned()),
        (7, format!(r#"{{"clients":"{client},{client}"}}"#)),
        (8, format!(r#"{{"of":"put","id":"{client}"}}"#)),
        (8, format!(r#"{{"of":"read","id":"{client}","from":0,"to":4}}"#)),
        (9, r#"{"of":"create"}"#.to_owned()),
        (9, r#"{"of":"read","file":1,"at":0,"most":10}"#.to_owned()),
        (10, r#"{"of":"values"}"#.to_owned()),
        (10, r#"{"of":"secret","name":"word"}"#.to_owned()),
        (11, r#"{"name":"acme-messages.wake","at":"2026-12-01T08:00:00Z"}"#.to_owned()),
        (12, r#"{"name":"acme-messages.work","input":"/tmp/none","milliseconds":10}"#.to_owned()),
        (13, r#"{"of":"set","settings":{"a":1}}"#.to_owned()),
    ] {
        let asked = [piece("body"), question.into_bytes()].concat();
        all.push(message(2, 0, &[&[service], &asked]));
        all.push(message(1, 5, &[&[0, service], &asked]));
    }
    all
}

/// Chance that is the same each time: xorshift64*.
pub struct Chance(pub u64);

impl Chance {
    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap_or(0) % most.max(1)
    }

    /// One of the messages, changed.
    pub fn mutant(&mut self, of: &[Vec<u8>]) -> Vec<u8> {
        let mut message = of[self.below(of.len())].clone();
        for _ in 0..=self.below(4) {
            let at = self.below(message.len() + 1);
            match self.below(5) {
                0 => message.truncate(at),
                1 => message.insert(at, u8::try_from(self.below(256)).unwrap_or(0)),
                2 => {
                    let other = &of[self.below(of.len())];
                    let from = self.below(other.len());
                    let tail = other[from..].to_vec();
                    message.splice(at.., tail);
                }
                3 => {
                    let twice = message[..at].to_vec();
                    message.splice(at..at, twice);
                }
                _ => {
                    if let Some(byte) = message.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        message.truncate(60_000);
        message
    }
}
