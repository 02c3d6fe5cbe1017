//! What finding costs: microseconds of each kind of query among 100,000 made-up clients, the memory
//! of the index, and the cost of reading a phone and of building a line.
//!
//! `cargo run --release -p kartoteka-core --example find_cost`

use std::hint::black_box;
use std::time::Instant;

use kartoteka_core::find::{Findable, FindablePhone, Index, Query, find_text};
use kartoteka_core::phones::PhoneReader;
use uuid::Uuid;

const CLIENTS: u64 = 100_000;
const FIRST: &[&str] = &[
    "Anna",
    "Björn",
    "Chiara",
    "Dörte",
    "Emma",
    "Francesco",
    "Grażyna",
    "Hans",
    "Ingrid",
    "Jan",
    "Katarzyna",
    "Łukasz",
    "Maria",
    "Niels",
    "Olga",
    "Paul",
    "Rosa",
    "Sophie",
    "Thomas",
    "Ursula",
];
const STEMS: &[&str] = &[
    "Müll", "Schmid", "Kowal", "Ross", "Jans", "Berg", "Hoff", "Wójc", "Bäu", "Meij", "Fisch",
    "Neu", "Groß", "Web", "Lind", "Vog", "Esp", "Kamin", "Zimm", "Ricc",
];
const ENDINGS: &[&str] = &[
    "er", "mann", "ski", "i", "sen", "ova", "t", "ler", "inger", "eau",
];
const MAILS: &[&str] = &[
    "gmail.com",
    "web.de",
    "gmx.de",
    "kpnmail.nl",
    "wp.pl",
    "libero.it",
];

/// A generator of its own, so that each run has the same clients.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.roll(list.len() as u64) as usize]
    }
}

fn made_up(dice: &mut Dice, number: u64, reader: &PhoneReader) -> String {
    let first = dice.pick(FIRST);
    let last = format!("{}{}", dice.pick(STEMS), dice.pick(ENDINGS));
    let typed = format!("017{} {}", dice.roll(10), 1_000_000 + dice.roll(9_000_000));
    let phone = reader.read(&typed);
    let email = format!("{first}.{last}{}@{}", dice.roll(100), dice.pick(MAILS)).to_lowercase();
    let emails: &[&str] = if dice.roll(5) < 2 { &[&email] } else { &[] };
    find_text(&Findable {
        number: &number.to_string(),
        first_name: first,
        last_name: &last,
        phones: &[FindablePhone {
            value: &phone.value,
            e164: phone.e164.as_deref(),
        }],
        emails,
    })
}

/// The least of many short runs: what the work costs where nothing else is in the way.
fn microseconds(times: u32, mut work: impl FnMut()) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..100 {
        let start = Instant::now();
        (0..times).for_each(|_| work());
        best = best.min(start.elapsed().as_secs_f64() * 1e6 / f64::from(times));
    }
    best
}

fn main() {
    let mut dice = Dice(0x5eed);
    let reader = PhoneReader::new("DE");
    let lines: Vec<(Uuid, i64, String)> = (0..CLIENTS)
        .map(|number| {
            let id = (u128::from(number) << 80) | u128::from(dice.roll(u64::MAX));
            let seen_at = dice.roll(1 << 40) as i64;
            (
                Uuid::from_u128(id),
                seen_at,
                made_up(&mut dice, number, &reader),
            )
        })
        .collect();
    let bytes: usize = lines.iter().map(|(.., line)| line.len()).sum();
    let start = Instant::now();
    let mut index = Index::new();
    for (id, seen_at, line) in &lines {
        if index.upsert(*id, *seen_at, line).is_err() {
            return;
        }
    }
    println!("fill: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    println!(
        "memory: {:.1} bytes a client, {:.1} of them its line",
        index.memory_bytes() as f64 / CLIENTS as f64,
        bytes as f64 / CLIENTS as f64
    );
    for typed in [
        "m",
        "e",
        "ü",
        "0",
        "mu",
        "mul",
        "web",
        "mueller",
        "müllermann",
        "müller anna",
        "m a",
        "0176 5",
        "4567",
        "+49 176 5",
        "4711",
        "nobody",
        "anna.m",
        "müller@",
    ] {
        let query = Query::parse(typed);
        let total = index.search(&query, None, 20, true).total.unwrap_or(0);
        let cost = microseconds(1, || {
            black_box(index.search(black_box(&query), None, 20, false));
        });
        println!("{typed:>12}: {cost:8.1} µs, {total} found");
    }
    let mut at = 0;
    let change = microseconds(1_000, || {
        at = (at + 7_919) % lines.len();
        let (id, seen_at, line) = &lines[at];
        let longer = format!("{line} more");
        let text = if at % 2 == 0 { &longer } else { line };
        let _ = black_box(index.upsert(*id, *seen_at, text));
    });
    println!("change: {change:.1} µs, sweeping included");
    for typed in [
        "0176 1234567",
        "+49 30 12345678",
        "030/1234567",
        "+43 660 1234567",
        "110",
        "keine",
    ] {
        let cost = microseconds(50, || {
            black_box(reader.read(black_box(typed)));
        });
        println!("read {typed:>16}: {cost:.2} µs");
    }
    let mut dice = Dice(1);
    let cost = microseconds(50, || {
        black_box(made_up(&mut dice, 4_711, &reader));
    });
    println!("make up a client and its line: {cost:.2} µs");
}
