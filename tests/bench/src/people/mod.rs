//! Invented people, in the proportions of a real list: names of four countries,
//! 70 % with a phone, 60 % with an e-mail, notes on 20 %, consent from 30 %.

mod names;

use std::collections::HashSet;

use names::{COUNTRIES, Country, NOTES};

/// One row of a salon's list.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) first: String,
    pub(crate) last: String,
    pub(crate) phone: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) consent: bool,
}

impl Person {
    /// As it stands in the one cell of the list.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }
}

/// People without end; the same ones for the same seed.
pub(crate) struct People {
    dice: Dice,
    /// Names without a contact. Two rows alike would be one person to an import, and
    /// the salon would end up with fewer clients than the figures say.
    bare: HashSet<String>,
}

impl People {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            dice: Dice(seed),
            bare: HashSet::new(),
        }
    }

    fn invent(&mut self) -> Person {
        let dice = &mut self.dice;
        // Half of them are of the country the salon stands in.
        let at = dice
            .below(2 * (COUNTRIES.len() - 1))
            .saturating_sub(COUNTRIES.len() - 2);
        let country = &COUNTRIES[at];
        let first = dice.of(country.first).to_owned();
        let last = country.last_name(&first, dice.of(country.last));
        let last = if dice.percent(8) {
            let second = country.last_name(&first, dice.of(country.last));
            format!("{last}-{second}")
        } else {
            last
        };
        Person {
            phone: dice.percent(70).then(|| phone(dice, country)),
            email: dice.percent(60).then(|| email(dice, &first, &last)),
            note: dice.percent(20).then(|| dice.of(NOTES).to_owned()),
            consent: dice.percent(30),
            first,
            last,
        }
    }
}

impl Iterator for People {
    type Item = Person;

    fn next(&mut self) -> Option<Person> {
        loop {
            let mut person = self.invent();
            if person.phone.is_some() || person.email.is_some() {
                return Some(person);
            }
            if !self.bare.insert(person.name()) {
                let more = self.dice.of(COUNTRIES[0].last);
                person.last = format!("{}-{more}", person.last);
                if !self.bare.insert(person.name()) {
                    continue;
                }
            }
            return Some(person);
        }
    }
}

/// As people write them down: now with the country's code, now without.
fn phone(dice: &mut Dice, country: &Country) -> String {
    let area = dice.of(country.mobile);
    let digits: String = (0..country.digits).map(|_| dice.digit()).collect();
    let home = country.code == COUNTRIES[0].code;
    match dice.below(4) {
        0 => format!("{}{area}{digits}", country.code),
        1 => format!("{} {area} {} {}", country.code, &digits[..3], &digits[3..]),
        2 if home => format!("0{area}/{digits}"),
        _ if home => format!("0{area} {digits}"),
        _ => format!("{} {area} {digits}", country.code.replace('+', "00")),
    }
}

fn email(dice: &mut Dice, first: &str, last: &str) -> String {
    let plain = |name: &str| -> String {
        let folded = kartoteka_plugin::fold::fold_fully(name);
        folded.chars().filter(char::is_ascii_alphanumeric).collect()
    };
    let (first, last) = (plain(first), plain(last));
    let number = 1 + dice.below(999_999);
    // Domains reserved for documentation (RFC 2606): nobody's mail.
    let place = dice.of(&["example.com", "example.org", "mail.example", "post.example"]);
    match dice.below(3) {
        0 => format!("{first}.{last}{number}@{place}"),
        1 => format!("{last}_{number}@{place}"),
        _ => format!("{}{last}.{number}@{place}", first.get(..1).unwrap_or("x")),
    }
}

/// A small generator (xorshift64*), so that every run measures the same people.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16;
        usize::try_from(number % most.max(1) as u64).unwrap_or(0)
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn digit(&mut self) -> char {
        char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0))
    }

    pub(crate) fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// Puts `all` into a random order.
    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }
}
