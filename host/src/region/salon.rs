//! Salons of the region.

use std::sync::Arc;

use kartoteka_plugin::{Actor, Error, Features, Locale, Result, Salon};
use uuid::Uuid;

use super::{Region, journal::Note, store::StoreTx};

/// First segments of paths that no salon may be called. The segments of modules
/// are not among them: those stand behind a salon's slug.
const RESERVED: [&str; 32] = [
    "account",
    "api",
    "assets",
    "docs",
    "feed",
    "files",
    "health",
    "help",
    "imprint",
    "invitations",
    "kartoteka",
    "legal",
    "mail",
    "metrics",
    "new",
    "openapi",
    "operator",
    "privacy",
    "problems",
    "ready",
    "recovery",
    "region",
    "salons",
    "settings",
    "sign-in",
    "sign-out",
    "sign-up",
    "start",
    "static",
    "status",
    "styleguide",
    "well-known",
];

/// Whether no salon may be called so.
pub(crate) fn is_reserved(segment: &str) -> bool {
    RESERVED.contains(&segment)
}

/// Language and clock of a country where a salon does not say otherwise.
const COUNTRIES: [(&str, Locale, &str); 12] = [
    ("DE", Locale::De, "Europe/Berlin"),
    ("AT", Locale::De, "Europe/Vienna"),
    ("CH", Locale::De, "Europe/Zurich"),
    ("LI", Locale::De, "Europe/Zurich"),
    ("LU", Locale::De, "Europe/Luxembourg"),
    ("NL", Locale::Nl, "Europe/Amsterdam"),
    ("BE", Locale::Nl, "Europe/Brussels"),
    ("PL", Locale::Pl, "Europe/Warsaw"),
    ("IT", Locale::It, "Europe/Rome"),
    ("SM", Locale::It, "Europe/Rome"),
    ("GB", Locale::En, "Europe/London"),
    ("IE", Locale::En, "Europe/Dublin"),
];

/// A salon to be made.
#[derive(Debug, Clone, Default)]
pub struct NewSalon {
    /// The word in its addresses; `[a-z][a-z0-9]*(-[a-z0-9]+)*`, 40 letters at most.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// `de`; the country's own where absent.
    pub locale: Option<String>,
    /// `Europe/Berlin`; the country's own where absent.
    pub time_zone: Option<String>,
}

impl NewSalon {
    /// The salon that this would be.
    ///
    /// # Errors
    /// 422 that names every bad field.
    pub(super) fn check(&self, id: Uuid) -> Result<Salon> {
        let mut error = Error::invalid();
        if let Err(code) = check_slug(&self.slug) {
            error = error.field("/slug", code);
        }
        let name = self.name.trim();
        match name.chars().count() {
            0 => error = error.field("/name", "required"),
            // It stands in the heads of mails.
            1..=100 if !name.chars().any(char::is_control) => {}
            1..=100 => error = error.field("/name", "name_malformed"),
            _ => error = error.field("/name", "too_long").field_arg("most", 100),
        }
        let country = self.country.trim().to_ascii_uppercase();
        let known = COUNTRIES.iter().find(|(code, ..)| *code == country);
        if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
            error = error.field("/country", "unknown_country");
        }
        let locale = match &self.locale {
            Some(code) => code.parse().ok(),
            None => Some(known.map_or(Locale::En, |(_, locale, _)| *locale)),
        };
        let time_zone: Option<chrono_tz::Tz> = match &self.time_zone {
            Some(zone) => zone.parse().ok(),
            None => known.and_then(|(.., zone)| zone.parse().ok()),
        };
        if locale.is_none() {
            error = error.field("/locale", "unknown_locale");
        }
        if time_zone.is_none() {
            error = error.field("/time_zone", "unknown_time_zone");
        }
        match (locale, time_zone) {
            (Some(locale), Some(time_zone)) if error.fields.is_empty() => Ok(Salon {
                id,
                slug: self.slug.clone(),
                name: name.to_owned(),
                country,
                locale,
                time_zone,
                features: Features::default(),
            }),
            _ => Err(error),
        }
    }
}

fn check_slug(slug: &str) -> Result<(), &'static str> {
    let word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let begins = slug.starts_with(|c: char| c.is_ascii_lowercase());
    if slug.is_empty() {
        Err("required")
    } else if slug.len() > 40 || !begins || !slug.split('-').all(word) {
        Err("slug_malformed")
    } else if RESERVED.contains(&slug) {
        Err("slug_reserved")
    } else {
        Ok(())
    }
}

impl Region {
    /// The salon of this slug; remembered for a moment at most, because another
    /// host may have changed it.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn salon_by_slug(&self, slug: &str) -> Result<Option<Arc<Salon>>> {
        if let Some(salon) = self.cache.salon(slug) {
            return Ok(Some(salon));
        }
        let before = self.cache.before();
        let Some(salon) = self.store.salon_by_slug(slug).await? else {
            return Ok(None);
        };
        let salon = Arc::new(self.with_features(salon));
        self.cache.keep_salon(before, salon.clone());
        Ok(Some(salon))
    }

    /// The salon of this id.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn salon(&self, id: Uuid) -> Result<Option<Arc<Salon>>> {
        let salon = self.store.salon_by_id(id).await?;
        Ok(salon.map(|salon| Arc::new(self.with_features(salon))))
    }

    /// All salons, by slug.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn salons(&self) -> Result<Vec<Salon>> {
        let salons = self.store.salons().await?.into_iter();
        Ok(salons.map(|row| self.with_features(row)).collect())
    }

    /// The salons of a user, by slug.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn salons_of(&self, user: Uuid) -> Result<Vec<Salon>> {
        let salons = self.store.salons_of(user).await?.into_iter();
        Ok(salons.map(|row| self.with_features(row)).collect())
    }

    /// The wrapped key of a salon, as [`new_salon_key`](super::RegionKeys::new_salon_key)
    /// gave it.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn salon_key(&self, salon: Uuid) -> Result<Option<Vec<u8>>> {
        Ok(self.store.salon_key(salon).await?)
    }

    /// Makes a salon, its wrapped key with it.
    ///
    /// # Errors
    /// 422 with fields `/slug`, `/name`, `/country`, `/locale`, `/time_zone`; 409
    /// `slug_taken`.
    pub async fn create_salon(&self, new: NewSalon) -> Result<Salon> {
        let salon = new.check(self.clock.new_id())?;
        let mut tx = self.store.begin().await?;
        self.insert_salon(&mut tx, &salon).await?;
        tx.commit().await?;
        Ok(salon)
    }

    pub(super) async fn insert_salon(&self, tx: &mut StoreTx, salon: &Salon) -> Result<()> {
        let key = self.keys.new_salon_key(salon.id)?;
        match tx.insert_salon(salon, key, self.clock.now()).await {
            Err(error) if error.is_unique("salons_slug_key") => {
                Err(Error::conflict("slug_taken").field("/slug", "slug_taken"))
            }
            other => {
                other?;
                let note = Note::new("region.salon.created/1", format!("salon:{}", salon.id));
                let stamp = self.stamp(&Actor::System);
                self.record(tx, salon.id, &stamp, note).await
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn salon(slug: &str, country: &str) -> NewSalon {
        NewSalon {
            slug: slug.to_owned(),
            name: " Haar & Mehr ".to_owned(),
            country: country.to_owned(),
            ..NewSalon::default()
        }
    }

    #[test]
    fn slugs_are_words_with_hyphens_between() {
        for good in ["haar", "haar-mehr", "salon-2", "s1"] {
            assert_eq!(check_slug(good), Ok(()), "{good}");
        }
        for bad in [
            "Haar",
            "-haar",
            "haar-",
            "haar--mehr",
            "2go",
            "hä",
            "a b",
            &"a".repeat(41),
        ] {
            assert_eq!(check_slug(bad), Err("slug_malformed"), "{bad}");
        }
        assert_eq!(check_slug("sign-in"), Err("slug_reserved"));
    }

    #[test]
    fn a_country_brings_its_language_and_clock() {
        let made = salon("haar", "pl").check(Uuid::nil()).unwrap();
        assert_eq!(made.name, "Haar & Mehr");
        assert_eq!(made.country, "PL");
        assert_eq!(made.locale, Locale::Pl);
        assert_eq!(made.time_zone.name(), "Europe/Warsaw");
    }

    #[test]
    fn every_bad_field_is_named() {
        let mut new = salon("api", "Germany");
        new.name = "Haar\r\nBcc: a@example.org".to_owned();
        let error = new.check(Uuid::nil()).unwrap_err();
        let pointers: Vec<_> = error.fields.iter().map(|f| f.pointer.as_str()).collect();
        assert_eq!(pointers, ["/slug", "/name", "/country", "/time_zone"]);
    }
}
