//! A salon to look at: invented clients with the names of four countries, families on
//! one phone, and the gaps that real lists have.

mod names;

use kartoteka_plugin::{Call, Result};

use crate::clients::{self, MarketingConsent, NewClient, NewContact, NewNote};
use names::{NOTES, PEOPLES, People};

/// How many clients the demonstration salon has.
pub const CLIENTS: usize = 2_000;

/// Fills an empty salon. The same salon comes out each time: nothing is left to chance.
///
/// # Errors
/// 403 without `clients.write`; as the engine says.
pub async fn fill(call: &Call) -> Result<()> {
    let mut dice = Dice(0x5EED_CA5E);
    let mut clients: Vec<NewClient> = Vec::with_capacity(CLIENTS);
    while clients.len() < CLIENTS {
        let family = if dice.one_in(6) { 2 + dice.below(3) } else { 1 };
        clients.extend(household(&mut dice, family.min(CLIENTS - clients.len())));
    }
    clients::register_all(call, clients).await
}

/// People of one last name; those of a family share the phone.
fn household(dice: &mut Dice, size: usize) -> Vec<NewClient> {
    // Half of the clients are of the country the demonstration salon stands in.
    let people = if dice.one_in(2) {
        &PEOPLES[0]
    } else {
        &PEOPLES[dice.below(PEOPLES.len())]
    };
    let last = dice.of(people.last);
    let phone = phone(dice, people);
    let members = (0..size).map(|at| {
        let first = dice.of(people.first);
        let shown = people.last_name(first, last);
        // One in nine has no phone, one in three no e-mail, and some have no last name.
        let own = if size > 1 && at > 0 && !dice.one_in(4) {
            phone.clone()
        } else {
            self::phone(dice, people)
        };
        NewClient {
            first_name: Some(first.to_owned()),
            last_name: (!dice.one_in(40)).then(|| shown.clone()),
            phones: if dice.one_in(9) {
                Vec::new()
            } else {
                contact(if at == 0 { phone.clone() } else { own })
            },
            emails: if dice.one_in(3) {
                Vec::new()
            } else {
                contact(people.email(dice, first, last))
            },
            notes: note(dice),
            marketing_consent: consent(dice),
            ..NewClient::default()
        }
    });
    members.collect()
}

fn contact(value: String) -> Vec<NewContact> {
    vec![NewContact { value, e164: None }]
}

fn note(dice: &mut Dice) -> Vec<NewNote> {
    if dice.one_in(3) {
        vec![NewNote {
            text: dice.of(NOTES).to_owned(),
        }]
    } else {
        Vec::new()
    }
}

fn consent(dice: &mut Dice) -> Option<MarketingConsent> {
    match dice.below(10) {
        0..=3 => Some(MarketingConsent::Given),
        4 => Some(MarketingConsent::Withdrawn),
        _ => None,
    }
}

/// A number as people write it: now with a country code, now without, and rarely one
/// that nobody could call.
fn phone(dice: &mut Dice, people: &People) -> String {
    if dice.one_in(80) {
        return "see partner".to_owned();
    }
    let (area, digits) = (dice.of(people.mobile), people.digits);
    let number: String = (0..digits)
        .map(|_| char::from(b'0' + dice.digit()))
        .collect();
    match dice.below(3) {
        0 => format!("{}{area}{number}", people.code),
        1 => format!("{} {area} {} {}", people.code, &number[..3], &number[3..]),
        // Without its code a foreign number would be read by the salon's own country.
        _ if people.code == "+49" => format!("0{area} {number}"),
        _ => format!("{} {area} {number}", people.code),
    }
}

impl People {
    fn email(&self, dice: &mut Dice, first: &str, last: &str) -> String {
        let plain = |name: &str| -> String {
            let folded = kartoteka_plugin::fold::fold_fully(name);
            folded.chars().filter(char::is_ascii_alphanumeric).collect()
        };
        let place = dice.of(self.mail);
        let year = 60 + dice.below(45);
        format!("{}.{}{year}@{place}", plain(first), plain(last))
    }
}

/// A small generator (xorshift64*): the demonstration must not depend on chance, and
/// chance is not a module's to use.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).unwrap_or(0)
    }

    fn digit(&mut self) -> u8 {
        u8::try_from(self.next() % 10).unwrap_or(0)
    }

    fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    fn of(&mut self, all: &[&'static str]) -> &'static str {
        all.get(self.below(all.len())).copied().unwrap_or_default()
    }
}
