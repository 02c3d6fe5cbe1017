//! Two salons side by side, with all features in use and switched under load, and hosts killed in
//! between. `tests/nightly chaos` runs it for long, with a seed that it prints.

use kartoteka_tests::{
    Stage,
    chaos::{Size, run},
};

/// What comes with every run of the tests.
const SHORT: Size = Size {
    rounds: 2,
    steps: 20,
};
/// As long as nightly says: so many worlds after each other.
const LONG: Size = Size {
    rounds: 10,
    steps: 60,
};

fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

async fn chaos(stage: Stage, hosts: u64) {
    let program = || env!("CARGO_BIN_EXE_chaos-host").into();
    let Some(seconds) = told("SECONDS_OF_CHAOS") else {
        return run(program(), stage, hosts, 20, SHORT).await;
    };
    let began = std::time::Instant::now();
    let mut seed = told("SEED").expect("nightly names a seed");
    while began.elapsed().as_secs() < seconds {
        run(program(), stage, hosts, seed, LONG).await;
        seed += 1;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_salons_on_sqlite() {
    chaos(Stage::Sqlite, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_salons_on_postgres() {
    chaos(Stage::Postgres, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_salons_by_two_hosts() {
    chaos(Stage::Postgres, 2).await;
}
