//! Group commit, case by case. `a` commits while `b` waits, so `a` is pending
//! until `b` has ended its turn, whichever way.

use std::{future::poll_fn, task::Poll};

use tokio::task::JoinHandle;

use super::*;

type Begun = JoinHandle<Box<dyn Transaction>>;
type Committed = JoinHandle<Result<(), DbError>>;

/// `a` has inserted 1 and is committing; `b` has the writer.
async fn pending_and_next(place: &Place) -> (Committed, Box<dyn Transaction>) {
    let mut a = begin(&place.salon).await;
    insert(&mut *a, 1).await.unwrap();
    let b = waiter(place).await;
    let a = tokio::spawn(a.commit());
    (a, in_time(b).await.unwrap())
}

/// Someone who waits for the writer.
async fn waiter(place: &Place) -> Begun {
    let before = place.store.waiting(SALON);
    let salon = Arc::clone(&place.salon);
    let waiter = tokio::spawn(async move { salon.begin(Weight::Short).await.unwrap() });
    place.waiting(before + 1).await;
    waiter
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_of_a_group_are_durable_when_the_last_commits() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    insert(&mut *b, 2).await.unwrap();
    assert!(!a.is_finished());
    assert_eq!(place.ids().await, [0; 0], "readers see committed work only");
    in_time(b.commit()).await.unwrap();
    in_time(a).await.unwrap().unwrap();
    assert_eq!(place.ids().await, [1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_one_undoes_its_own_work_and_the_group_goes_on() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    insert(&mut *b, 2).await.unwrap();
    b.savepoint(None, None).await.unwrap();
    insert(&mut *b, 3).await.unwrap();
    drop(b);
    in_time(a).await.unwrap().unwrap();
    assert_eq!(place.ids().await, [1]);
    // The first of a group has no savepoint; dropped, it leaves nothing either.
    let mut c = begin(&place.salon).await;
    insert(&mut *c, 4).await.unwrap();
    let d = waiter(&place).await;
    drop(c);
    let d = in_time(d).await.unwrap();
    in_time(d.commit()).await.unwrap();
    assert_eq!(place.ids().await, [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_ceases_to_wait_holds_up_nobody() {
    let place = Place::new().await;
    let (a, b) = pending_and_next(&place).await;
    let waiters = [waiter(&place).await, waiter(&place).await];
    let b = tokio::spawn(b.commit());
    for waiter in waiters {
        waiter.abort();
        drop(waiter);
    }
    in_time(b).await.unwrap().unwrap();
    in_time(a).await.unwrap().unwrap();
    assert_eq!(place.ids().await, [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_got_the_writer_and_never_looked_holds_up_nobody() {
    let place = Place::new().await;
    let mut a = begin(&place.salon).await;
    insert(&mut *a, 1).await.unwrap();
    let mut waits = place.salon.begin(Weight::Short);
    assert!(poll_fn(|cx| Poll::Ready(waits.as_mut().poll(cx).is_pending())).await);
    let mut a = a.commit();
    assert!(poll_fn(|cx| Poll::Ready(a.as_mut().poll(cx).is_pending())).await);
    // The writer is now handed to `waits`, which is dropped without being polled.
    drop(waits);
    in_time(a).await.unwrap();
    assert_eq!(place.ids().await, [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_commit_still_commits() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    a.abort();
    assert!(in_time(a).await.is_err());
    insert(&mut *b, 2).await.unwrap();
    in_time(b.commit()).await.unwrap();
    assert_eq!(place.ids().await, [1, 2]);
    // Also where nobody is left to wait for anything.
    let mut c = begin(&place.salon).await;
    insert(&mut *c, 3).await.unwrap();
    let d = waiter(&place).await;
    let c = tokio::spawn(c.commit());
    let d = in_time(d).await.unwrap();
    c.abort();
    drop(d);
    let e = begin(&place.salon).await;
    in_time(e.commit()).await.unwrap();
    assert_eq!(place.ids().await, [1, 2, 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_commit_fails_everyone_in_it() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    let late = "insert into people (salon_id, id, name, later_id) values ($1, 2, 'n', 99)";
    text(&mut *b, late, Weight::Short).await.unwrap();
    assert_eq!(in_time(b.commit()).await, Err(DbError::ForeignKey));
    assert_eq!(in_time(a).await.unwrap(), Err(DbError::ForeignKey));
    assert_eq!(place.ids().await, [0; 0]);
    let mut c = begin(&place.salon).await;
    insert(&mut *c, 3).await.unwrap();
    in_time(c.commit()).await.unwrap();
    assert_eq!(place.ids().await, [3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_sqlite_rolls_back_by_itself_nobody_hears_of_success() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    insert(&mut *b, 2).await.unwrap();
    let again = "insert or rollback into people (salon_id, id, name) values ($1, 2, 'n')";
    let lost = text(&mut *b, again, Weight::Short).await.unwrap_err();
    assert!(lost.is_unique("people_pkey"), "{lost}");
    assert_eq!(in_time(a).await.unwrap().unwrap_err(), lost);
    // What follows in the lost transaction must not run outside of one.
    assert_eq!(insert(&mut *b, 3).await.unwrap_err(), lost);
    assert_eq!(b.savepoint(None, None).await.unwrap_err(), lost);
    assert_eq!(in_time(b.commit()).await.unwrap_err(), lost);
    let mut c = begin(&place.salon).await;
    insert(&mut *c, 4).await.unwrap();
    in_time(c.commit()).await.unwrap();
    assert_eq!(place.ids().await, [4]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_loses_the_group_and_nothing_else() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    text(&mut *b, "pragma max_page_count = 20", Weight::Short)
        .await
        .unwrap();
    let sql = Sql::from("insert into people (salon_id, id, name, extra) values ($1, $2, 'n', $3)");
    let big = [2_i64.into(), vec![0_u8; 200_000].into()];
    let full = b.run(&sql, &big, Weight::Short).await.unwrap_err();
    assert!(full.to_string().contains("full"), "{full}");
    let b = in_time(b.commit()).await;
    let a = in_time(a).await.unwrap();
    // SQLite undoes the statement or everything; either way all are told right.
    let kept = place.ids().await;
    assert_eq!(a.is_ok(), kept.contains(&1));
    assert!(b.is_err() || a.is_ok());
    let mut c = begin(&place.salon).await;
    insert(&mut *c, 3).await.unwrap();
    in_time(c.commit()).await.unwrap();
    assert!(place.ids().await.contains(&3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_transaction_lets_the_group_commit_first() {
    let place = Place::new().await;
    let mut a = begin(&place.salon).await;
    insert(&mut *a, 1).await.unwrap();
    let salon = Arc::clone(&place.salon);
    let long = tokio::spawn(async move { salon.begin(Weight::Long).await.unwrap() });
    place.waiting(1).await;
    // Done before the long one is, though it waited for it.
    in_time(a.commit()).await.unwrap();
    let mut long = in_time(long).await.unwrap();
    insert(&mut *long, 2).await.unwrap();
    let next = waiter(&place).await;
    in_time(long.commit()).await.unwrap();
    assert_eq!(place.ids().await, [1, 2]);
    in_time(next).await.unwrap();
    let mut dropped = in_time(place.salon.begin(Weight::Long)).await.unwrap();
    insert(&mut *dropped, 3).await.unwrap();
    drop(dropped);
    in_time(begin(&place.salon).await.commit()).await.unwrap();
    assert_eq!(place.ids().await, [1, 2]);
}

const SLOW: &str = "insert into people (salon_id, id, name) \
    with recursive n (i) as (select 100 union all select i + 1 from n where i < 60000) \
    select $1, i, 'n' from n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_statement_runs_elsewhere_and_survives_its_caller() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    b.savepoint(None, None).await.unwrap();
    let slow = tokio::time::timeout(
        Duration::from_micros(100),
        text(&mut *b, SLOW, Weight::Long),
    );
    assert!(slow.await.is_err(), "too fast to be given up");
    in_time(b.end_savepoint(false)).await.unwrap();
    insert(&mut *b, 2).await.unwrap();
    in_time(b.commit()).await.unwrap();
    in_time(a).await.unwrap().unwrap();
    assert_eq!(place.ids().await, [1, 2]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_in_the_middle_of_a_long_statement() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    let slow = tokio::time::timeout(
        Duration::from_micros(100),
        text(&mut *b, SLOW, Weight::Long),
    );
    assert!(slow.await.is_err(), "too fast to be given up");
    drop(b);
    in_time(a).await.unwrap().unwrap();
    assert_eq!(place.ids().await, [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn savepoints_nest() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    assert!(b.end_savepoint(true).await.is_err());
    b.savepoint(None, None).await.unwrap();
    insert(&mut *b, 2).await.unwrap();
    b.savepoint(None, None).await.unwrap();
    insert(&mut *b, 3).await.unwrap();
    b.end_savepoint(false).await.unwrap();
    b.savepoint(None, None).await.unwrap();
    insert(&mut *b, 4).await.unwrap();
    b.end_savepoint(true).await.unwrap();
    b.end_savepoint(true).await.unwrap();
    assert!(b.end_savepoint(true).await.is_err());
    in_time(b.commit()).await.unwrap();
    in_time(a).await.unwrap().unwrap();
    assert_eq!(place.ids().await, [1, 2, 4]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_statement_cannot_end_the_transaction() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    for sql in [
        "commit",
        "/* */ rollback",
        "release turn",
        "savepoint x",
        "attach ':memory:' as m",
    ] {
        assert!(text(&mut *b, sql, Weight::Short).await.is_err(), "{sql}");
    }
    assert!(!a.is_finished());
    in_time(b.commit()).await.unwrap();
    in_time(a).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_where_there_is_no_runtime() {
    let place = Place::new().await;
    let (a, b) = pending_and_next(&place).await;
    std::thread::spawn(move || drop(b)).join().unwrap();
    in_time(a).await.unwrap().unwrap();
    assert_eq!(place.ids().await, [1]);
}

#[test]
fn a_host_that_stops_keeps_what_is_pending() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    let place = runtime.block_on(async {
        let place = Place::new().await;
        let (a, mut b) = pending_and_next(&place).await;
        insert(&mut *b, 2).await.unwrap();
        tokio::spawn(async move {
            let _kept = b;
            std::future::pending::<()>().await;
        });
        drop(a);
        place
    });
    // Ends all tasks where they are; `b` undoes its own, and the rest is kept.
    drop(runtime);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    assert_eq!(runtime.block_on(place.ids()), [1]);
}

/// Never ends by itself.
const ENDLESS: &str = "with recursive endless (n) as (select 1 union all select n + 1 from endless) \
     select count(*) as n from endless";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_read_that_is_late_costs_nobody_anything() {
    for weight in [Weight::Short, Weight::Long] {
        let place = Place::new().await;
        let (a, mut b) = pending_and_next(&place).await;
        insert(&mut *b, 2).await.unwrap();
        b.savepoint(Some(Duration::from_millis(20)), None)
            .await
            .unwrap();
        insert(&mut *b, 3).await.unwrap();
        let late = in_time(text(&mut *b, ENDLESS, weight)).await;
        assert_eq!(late.unwrap_err(), DbError::Late);
        b.end_savepoint(false).await.unwrap();
        insert(&mut *b, 4).await.unwrap();
        in_time(b.commit()).await.unwrap();
        in_time(a).await.unwrap().unwrap();
        assert_eq!(place.ids().await, [1, 2, 4]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_write_that_is_late_is_told_to_all_whom_it_costs() {
    let place = Place::new().await;
    let (a, mut b) = pending_and_next(&place).await;
    insert(&mut *b, 2).await.unwrap();
    b.savepoint(Some(Duration::from_millis(20)), None)
        .await
        .unwrap();
    let endless = "insert into people (salon_id, id, name) \
         with recursive endless (n) as (select 1 union all select n + 1 from endless) \
         select $1, n, 'n' from endless where n < 0";
    in_time(text(&mut *b, endless, Weight::Short))
        .await
        .unwrap_err();
    // SQLite has rolled all of it back; it may be tried again.
    assert_eq!(in_time(a).await.unwrap(), Err(DbError::Busy));
    assert_eq!(b.end_savepoint(false).await, Err(DbError::Busy));
    assert_eq!(in_time(b.commit()).await, Err(DbError::Busy));
    let mut c = begin(&place.salon).await;
    insert(&mut *c, 5).await.unwrap();
    in_time(c.commit()).await.unwrap();
    assert_eq!(place.ids().await, [5]);
}
