//! Guessing is slowed, people are not locked out.
//!
//! Attempts are counted by account, by network, and by both together (a place). A
//! count that grows makes the next attempt wait, longer each time. A stranger can
//! make an account wait, but not for its owner: a place from which the account was
//! signed in to lately answers for itself alone. Subjects are keyed hashes; no
//! address is kept.
//!
//! An attempt counts before it is checked and is taken back when it succeeds, so
//! that a thousand at one time are not a thousand guesses.

use std::net::{IpAddr, Ipv6Addr};

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use kartoteka_plugin::{Error, Result};
use uuid::Uuid;

use super::{Region, removal::REMEMBERED, store::Counted};

/// How many attempts are free, and how long the longest wait is.
struct Limit {
    free: i64,
    longest: i64,
}

/// One person who mistypes, or one program that guesses.
const PLACE: Limit = Limit {
    free: 5,
    longest: 900,
};
/// All strangers together; short enough for an owner on the way.
const ACCOUNT: Limit = Limit {
    free: 5,
    longest: 300,
};
/// A salon's whole staff behind one address.
const NETWORK: Limit = Limit {
    free: 30,
    longest: 900,
};
/// Invitations of one salon: more than any staff, fewer than a mailing.
const INVITATIONS: Limit = Limit {
    free: 40,
    longest: 3600,
};
/// Mails to one mailbox.
const MAILBOX: Limit = Limit {
    free: 3,
    longest: 3600,
};
/// For so long an attempt is counted after it was made.
const COUNTED: TimeDelta = TimeDelta::hours(2);
/// For so long a place is known after a sign-in from it.
const KNOWN: TimeDelta = TimeDelta::days(90);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Afterwards {
    /// The row goes.
    Forget,
    /// The row says that it was here.
    Remember,
    /// The attempt did not count.
    Uncount,
}

struct Subject {
    hash: [u8; 32],
    limit: &'static Limit,
    afterwards: Afterwards,
}

/// An attempt that was counted. It stays a failure unless it is said to have
/// [succeeded](Region::succeed).
pub(super) struct Attempt {
    subjects: Vec<Subject>,
    /// Whether it is the last of those that are free: a failure makes a series.
    pub(super) is_last_free: bool,
}

/// What one host of a network is counted as: an IPv6 network hands out 2^64
/// addresses to one machine.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        v4 => v4,
    }
}

/// How long to wait after so many attempts.
fn pause(limit: &Limit, failures: i64) -> Option<TimeDelta> {
    let over = u32::try_from(failures - limit.free).ok()?;
    let seconds = 1_i64.checked_shl(over.min(30)).unwrap_or(limit.longest);
    Some(TimeDelta::seconds(seconds.min(limit.longest)))
}

impl Region {
    fn subject(
        &self,
        purpose: &str,
        who: &str,
        limit: &'static Limit,
        afterwards: Afterwards,
    ) -> Subject {
        let hash = self.keys.hash(purpose, who.as_bytes());
        Subject {
            hash,
            limit,
            afterwards,
        }
    }

    /// Counts an attempt to sign in to `account` (a folded address, or a user in the
    /// second step).
    ///
    /// # Errors
    /// 429 `slow_down` with `seconds`.
    pub(super) async fn attempt_sign_in(&self, account: &str, from: IpAddr) -> Result<Attempt> {
        let network = network(from).to_string();
        let both = format!("{account} {network}");
        let place = self.subject("attempt/place", &both, &PLACE, Afterwards::Remember);
        let known = self.store.succeeded_at(&place.hash).await?;
        let known = known.is_some_and(|at| at > self.clock.now() - KNOWN);
        let net = self.subject("attempt/network", &network, &NETWORK, Afterwards::Uncount);
        let mut subjects = vec![place, net];
        if !known {
            let all = self.subject("attempt/account", account, &ACCOUNT, Afterwards::Forget);
            subjects.push(all);
        }
        self.attempt(subjects).await
    }

    /// Counts an attempt of someone signed in to prove that they are.
    ///
    /// # Errors
    /// 429 `slow_down` with `seconds`.
    pub(super) async fn attempt_proof(&self, user: Uuid) -> Result<Attempt> {
        let user = user.to_string();
        let subject = self.subject("attempt/proof", &user, &PLACE, Afterwards::Forget);
        self.attempt(vec![subject]).await
    }

    /// Counts a mail asked for from an address.
    ///
    /// # Errors
    /// 429 `slow_down` with `seconds`.
    pub(super) async fn attempt_mail(&self, from: IpAddr) -> Result<Attempt> {
        let from = network(from).to_string();
        let subject = self.subject("attempt/mail", &from, &NETWORK, Afterwards::Uncount);
        self.attempt(vec![subject]).await
    }

    /// Counts an invitation to a mailbox by a salon.
    ///
    /// # Errors
    /// 429 `slow_down` with `seconds`.
    pub(super) async fn attempt_invitation(
        &self,
        salon: Uuid,
        email_folded: &str,
    ) -> Result<Attempt> {
        let (salon, forget) = (salon.to_string(), Afterwards::Forget);
        let subjects = vec![
            self.subject("attempt/invitations", &salon, &INVITATIONS, forget),
            self.subject("attempt/mailbox", email_folded, &MAILBOX, forget),
        ];
        self.attempt(subjects).await
    }

    /// Counts a mail to a mailbox.
    ///
    /// # Errors
    /// 429 `slow_down` with `seconds`.
    pub(super) async fn attempt_mailbox(&self, email_folded: &str) -> Result<Attempt> {
        let subject = self.subject(
            "attempt/mailbox",
            email_folded,
            &MAILBOX,
            Afterwards::Forget,
        );
        self.attempt(vec![subject]).await
    }

    /// Forgets what strangers did to an account; its owner has proven to be there.
    pub(super) async fn forgive(&self, account: &str) -> Result<()> {
        let subject = self.subject("attempt/account", account, &ACCOUNT, Afterwards::Forget);
        let subjects = vec![subject];
        let is_last_free = false;
        self.succeed(&Attempt {
            subjects,
            is_last_free,
        })
        .await
    }

    async fn attempt(&self, mut subjects: Vec<Subject>) -> Result<Attempt> {
        // Rows are taken in one order by all, so that two attempts never wait for
        // each other.
        subjects.sort_unstable_by_key(|subject| subject.hash);
        let now = self.clock.now();
        let mut wait: Option<DateTime<Utc>> = None;
        let mut is_last_free = false;
        let mut tx = self.store.begin().await?;
        for Subject {
            hash,
            limit,
            afterwards,
        } in &subjects
        {
            match tx.count_attempt(hash, now, now - COUNTED).await? {
                Counted::May(failures) => {
                    // Of a network it says nothing about anyone.
                    is_last_free |= failures == limit.free && *afterwards != Afterwards::Uncount;
                    if let Some(pause) = pause(limit, failures) {
                        tx.hold_attempts(hash, now + pause).await?;
                    }
                }
                Counted::Wait(until) => wait = wait.max(Some(until)),
            }
        }
        // Dropped, the transaction counts nothing: an attempt that was not made must
        // not make the next one wait longer.
        if let Some(until) = wait {
            let seconds = ((until - now).num_milliseconds() + 999) / 1000;
            let error = Error::new(StatusCode::TOO_MANY_REQUESTS, "slow_down");
            let seconds = seconds.max(1);
            return Err(error.arg("seconds", seconds).with("retry_after", seconds));
        }
        tx.commit().await?;
        Ok(Attempt {
            subjects,
            is_last_free,
        })
    }

    /// Says that an attempt was right.
    pub(super) async fn succeed(&self, attempt: &Attempt) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        for Subject {
            hash, afterwards, ..
        } in &attempt.subjects
        {
            match afterwards {
                Afterwards::Forget => tx.forget_attempts(hash).await?,
                Afterwards::Remember => tx.remember_success(hash, now).await?,
                Afterwards::Uncount => tx.uncount_attempt(hash, now).await?,
            }
        }
        Ok(tx.commit().await?)
    }

    /// Removes what has expired; to be called about once an hour.
    ///
    /// # Errors
    /// As the engine says.
    pub async fn sweep(&self) -> Result<()> {
        let now = self.clock.now();
        let idle = TimeDelta::from_std(self.settings.session_idle).unwrap_or(TimeDelta::days(1));
        let day = now - REMEMBERED;
        let swept = self
            .store
            .sweep(now, now - idle, day, now - COUNTED, now - KNOWN);
        Ok(swept.await?)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let seconds = |failures| pause(&PLACE, failures).map(|pause| pause.num_seconds());
        assert_eq!(seconds(4), None);
        assert_eq!(seconds(5), Some(1));
        assert_eq!(seconds(8), Some(8));
        assert_eq!(seconds(15), Some(900));
        assert_eq!(seconds(1_000_000), Some(900));
    }

    #[test]
    fn a_machine_cannot_walk_through_its_network() {
        let of = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(of("2001:db8:1:2:3:4:5:6"), of("2001:db8:1:2::7"));
        assert_ne!(of("2001:db8:1:2::7"), of("2001:db8:1:3::7"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
