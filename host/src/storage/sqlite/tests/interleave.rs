//! Group commit under random interleavings: whoever is told of success is kept,
//! whoever does not commit is not, and nobody hangs.

use std::{
    pin::{Pin, pin},
    task::{Context, Poll},
};

use super::*;

const ROUNDS: u64 = 1_000;
const WRITERS: u64 = 6;

/// Polls a future only so many times, then gives it up.
struct Patience<F> {
    future: F,
    polls: u32,
}

impl<F: Future + Unpin> Future for Patience<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        match Pin::new(&mut self.future).poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            // The last poll is followed by dropping the future at once.
            Poll::Pending if self.polls == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}

#[derive(Debug, PartialEq)]
enum Fate {
    Kept,
    Gone,
    /// Its commit was begun and given up: one or the other.
    Unknown,
}

/// Splitmix64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    /// Mostly patient.
    fn patience(&mut self) -> u32 {
        if self.below(3) == 0 { 1 } else { 1_000 }
    }

    async fn pause(&mut self) {
        for _ in 0..self.below(4) {
            tokio::task::yield_now().await;
        }
    }
}

async fn writer(salon: Arc<dyn Engine>, id: i64, mut chance: Chance) -> Fate {
    chance.pause().await;
    let weight = if chance.below(8) == 0 {
        Weight::Long
    } else {
        Weight::Short
    };
    let begun = Patience {
        future: salon.begin(weight),
        polls: chance.patience(),
    };
    let Some(Ok(mut tx)) = begun.await else {
        return Fate::Gone;
    };
    let weight = if chance.below(8) == 0 {
        Weight::Long
    } else {
        Weight::Short
    };
    let sql = Sql::from("insert into people (salon_id, id, name) values ($1, $2, 'n')");
    let binds = [id.into()];
    let inserted = Patience {
        future: tx.run(&sql, &binds, weight),
        polls: chance.patience(),
    };
    if inserted.await.is_none() {
        return Fate::Gone;
    }
    chance.pause().await;
    match chance.below(8) {
        0 => Fate::Gone,
        1 => {
            let lose = "insert or rollback into people (salon_id, id, name) values ($1, -1, 'n')";
            text(&mut *tx, lose, Weight::Short).await.unwrap_err();
            tx.commit().await.unwrap_err();
            Fate::Gone
        }
        _ => {
            let committed = Patience {
                future: pin!(tx.commit()),
                polls: chance.patience(),
            };
            match committed.await {
                Some(Ok(())) => Fate::Kept,
                Some(Err(_)) => Fate::Gone,
                None => Fate::Unknown,
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn success_means_kept_whatever_happens() {
    let place = Place::new().await;
    let mut tx = begin(&place.salon).await;
    insert(&mut *tx, -1).await.unwrap();
    tx.commit().await.unwrap();
    let mut fates = Vec::new();
    for round in 0..ROUNDS {
        let tasks: Vec<_> = (0..WRITERS)
            .map(|at| {
                let id = i64::try_from(round * WRITERS + at).unwrap();
                let chance = Chance(round * 1_000 + at);
                tokio::spawn(writer(Arc::clone(&place.salon), id, chance))
            })
            .collect();
        for task in tasks {
            fates.push(in_time(task).await.unwrap());
        }
    }
    // Those given up are through once the writer has been had again.
    begin(&place.salon).await.commit().await.unwrap();
    let ids = place.ids().await;
    let kept = |id: usize| ids.binary_search(&i64::try_from(id).unwrap()).is_ok();
    for (id, fate) in fates.iter().enumerate() {
        match fate {
            Fate::Kept => assert!(kept(id), "{id} was told it was kept"),
            Fate::Gone => assert!(!kept(id), "{id} was never committed"),
            Fate::Unknown => {}
        }
    }
    let count = |wanted| fates.iter().filter(|fate| **fate == wanted).count();
    assert!(count(Fate::Kept) > 500, "{}", count(Fate::Kept));
    assert!(count(Fate::Unknown) > 200, "{}", count(Fate::Unknown));
    in_time(place.store.close()).await.unwrap();
}
