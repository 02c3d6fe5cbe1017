//! Passwords: what they must be, and how they are kept.
//!
//! Long rather than odd: ten characters, no rule about digits or signs, and none
//! of those that everybody takes first (NIST SP 800-63B, 5.1.1.2).

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::phc::PasswordHash,
};
use kartoteka_plugin::{Error, Result};
use tokio::sync::Semaphore;

use super::secret;

const SHORTEST: usize = 10;
const LONGEST: usize = 200;
/// Memory (KiB), passes and lanes of Argon2id, by OWASP's recommendation.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// The hash of no password, of the same cost as a real one: what is typed for an
/// account that does not exist is checked against it, so that both take as long.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm8tc2FsdC1oYXMtdGhpcw\
                      $bm8gcGFzc3dvcmQgaGFzIHRoaXMgaGFzaCwgbm9ib2Q";
/// Beginnings of passwords that are tried first, without the digits and signs that
/// people put behind them.
const COMMON: [&str; 40] = [
    "password",
    "passwort",
    "wachtwoord",
    "haslo",
    "hasło",
    "parola",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "qwerty",
    "qwertyuiop",
    "qwertz",
    "qwertzuiop",
    "azerty",
    "asdfghjkl",
    "abcdefghij",
    "abcdefg",
    "abcabcabc",
    "letmein",
    "iloveyou",
    "welcome",
    "welkom",
    "willkommen",
    "witamy",
    "benvenuto",
    "changeme",
    "administrator",
    "admin",
    "kartoteka",
    "kundenkartei",
    "salon",
    "kosmetik",
    "beauty",
    "friseur",
    "kapsalon",
    "fryzjer",
    "parrucchiere",
    "hallohallo",
    "schatz",
    "geheim",
];

/// Whether this may become a password of someone with this address and name.
///
/// # Errors
/// 422 with field `pointer`: `password_short`, `password_long`, `password_common`.
pub(super) fn check(password: &str, email: &str, pointer: &str) -> Result<()> {
    let length = password.chars().count();
    if length < SHORTEST {
        let error = Error::invalid().field(pointer, "password_short");
        return Err(error.field_arg("least", SHORTEST));
    }
    if length > LONGEST {
        let error = Error::invalid().field(pointer, "password_long");
        return Err(error.field_arg("most", LONGEST));
    }
    if is_common(password) || is_own(password, email) {
        return Err(Error::invalid().field(pointer, "password_common"));
    }
    Ok(())
}

fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let word = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    // 1234567890, 0000000000, 12121212121: whatever is digits alone or few letters.
    let digits = lower.chars().all(|c| c.is_ascii_digit()) && lower.len() < 14;
    word.is_empty() && digits || letters.len() < 5 || COMMON.contains(&word)
}

/// The address itself, or its part before the `@` with something behind it.
fn is_own(password: &str, email: &str) -> bool {
    let lower = password.to_lowercase();
    let email = email.to_lowercase();
    let local = email.split('@').next().unwrap_or_default();
    let word = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    lower == email || word == local
}

/// Hashes and compares, a few at a time, away from the threads that serve.
#[derive(Clone)]
pub(super) struct Passwords {
    slots: Arc<Semaphore>,
}

impl Passwords {
    pub(super) fn new(at_once: usize) -> Self {
        let slots = Arc::new(Semaphore::new(at_once.max(1)));
        Self { slots }
    }

    /// The PHC string to keep for this password.
    ///
    /// # Errors
    /// Internal.
    pub(super) async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        let work = move || {
            let salt: [u8; 16] = secret::bytes()?;
            let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt);
            Ok(hash
                .map_err(|e| Error::internal(e.to_string()))?
                .to_string())
        };
        self.run(work).await
    }

    /// Whether `password` is the one of this PHC string; without one it is not, and
    /// takes as long to say so.
    ///
    /// # Errors
    /// Internal.
    pub(super) async fn verify(&self, password: &str, kept: Option<&str>) -> Result<bool> {
        // A longer one cannot have been set; hashing it would be work for nothing.
        let password: String = password.chars().take(LONGEST + 1).collect();
        let known = kept.is_some();
        let kept = kept.unwrap_or(NOBODY).to_owned();
        let work = move || {
            let kept = PasswordHash::new(&kept).map_err(|e| Error::internal(e.to_string()))?;
            let equal = argon2()?.verify_password(password.as_bytes(), &kept);
            Ok(equal.is_ok() && known)
        };
        self.run(work).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let slot = self.slots.clone().acquire_owned().await;
        let slot = slot.map_err(|_| Error::internal("hashing has ended"))?;
        let task = tokio::task::spawn_blocking(move || {
            let _slot = slot;
            work()
        });
        task.await.map_err(|e| Error::internal(e.to_string()))?
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None);
    let params = params.map_err(|e| Error::internal(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn code(password: &str) -> Option<String> {
        let error = check(password, "anna.schmidt@example.org", "/password").err()?;
        Some(error.fields[0].code.to_string())
    }

    #[test]
    fn refuse_what_is_tried_first() {
        for bad in [
            "1234567890",
            "Passwort123!",
            "aaaaaaaaaaaa",
            "abababababab",
            "anna.schmidt@example.org",
            "Anna.Schmidt2026",
            "Qwertzuiop",
        ] {
            assert_eq!(code(bad).as_deref(), Some("password_common"), "{bad}");
        }
        assert_eq!(code("short").as_deref(), Some("password_short"));
        assert_eq!(code(&"x1y2".repeat(51)).as_deref(), Some("password_long"));
    }

    #[test]
    fn take_a_few_words_or_ten_odd_letters() {
        for good in [
            "leise rollt der Kamm",
            "żółw na dachu",
            "t7#kQ!w0zP",
            "31415926535897",
        ] {
            assert_eq!(code(good), None, "{good}");
        }
    }

    #[tokio::test]
    async fn know_a_password_again_and_nobody_by_none() {
        let passwords = Passwords::new(1);
        let kept = passwords.hash("leise rollt der Kamm").await.unwrap();
        assert!(
            passwords
                .verify("leise rollt der Kamm", Some(&kept))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("leise rollt der Kam", Some(&kept))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .verify("leise rollt der Kamm", None)
                .await
                .unwrap()
        );
    }

    #[test]
    fn the_hash_of_nobody_costs_as_much_as_a_real_one() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&nobody).unwrap();
        let (memory, passes, lanes) = COST;
        assert_eq!(params.m_cost(), memory);
        assert_eq!(params.t_cost(), passes);
        assert_eq!(params.p_cost(), lanes);
    }
}
