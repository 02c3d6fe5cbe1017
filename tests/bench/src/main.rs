//! What the work of the registry costs, each figure beside its limit in the same run.
//! It asserts nothing about time, and fails only where work fails.
//!
//! Words on the command line: `quick` for a twentieth of the sizes, the name of an
//! engine, and names of figures; without any, all of them.

#![expect(
    clippy::disallowed_methods,
    reason = "a load has no host whose clock it could ask"
)]

mod alone;
mod cpu;
mod facts;
mod figures;
mod host;
mod http;
mod load;
mod memory;
mod people;
mod report;
mod salon_data;
mod scale;
mod scene;
mod sheet;
mod upload;

use std::process::ExitCode;

use figures::page::SignIn;
use host::{Engine, Place};
use report::Figure;
use scale::Scale;
use scene::{SALON, Scene};

/// What goes well or says why not.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const NAMES: [&str; 9] = [
    "import", "find", "card", "page", "register", "start", "salons", "features", "partners",
];

/// What was asked for.
struct Wanted {
    scale: Scale,
    engines: Vec<Engine>,
    figures: Vec<String>,
}

impl Wanted {
    fn read(words: &[String]) -> Outcome<Self> {
        let mut wanted = Self {
            scale: Scale::FULL,
            engines: Vec::new(),
            figures: Vec::new(),
        };
        for word in words {
            match word.as_str() {
                "quick" => wanted.scale = Scale::QUICK,
                "sqlite" => wanted.engines.push(Engine::Sqlite),
                "postgres" => wanted.engines.push(Engine::Postgres),
                name if NAMES.contains(&name) => wanted.figures.push(word.clone()),
                _ => {
                    return Err(format!(
                        "{word} is none of quick, sqlite, postgres, {}",
                        NAMES.join(", ")
                    )
                    .into());
                }
            }
        }
        if wanted.engines.is_empty() {
            wanted.engines = vec![Engine::Sqlite, Engine::Postgres];
        }
        Ok(wanted)
    }

    fn wants(&self, name: &str) -> bool {
        self.figures.is_empty() || self.figures.iter().any(|wanted| wanted == name)
    }
}

/// The lines of the table so far, and whether all work was done.
#[derive(Default)]
struct Taken {
    figures: Vec<Figure>,
    failed: bool,
}

impl Taken {
    /// Takes what a figure gave. One that failed does not keep the others from being taken.
    fn take(&mut self, name: &str, engine: &str, outcome: Outcome<Vec<Figure>>) {
        match outcome {
            Ok(figures) => {
                for figure in &figures {
                    eprintln!("{}, {}: {}", figure.work, figure.engine, figure.measured);
                }
                self.figures.extend(figures);
            }
            Err(error) => {
                eprintln!("{name}, {engine}: FAILED: {error}");
                self.failed = true;
                self.figures.push(Figure {
                    work: name.to_owned(),
                    engine: engine.to_owned(),
                    measured: "failed".to_owned(),
                    ..Figure::default()
                });
            }
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.first().is_some_and(|word| word == alone::WORD) {
        return match alone::run(&words[1..]).await {
            Ok(said) => {
                println!("{said}");
                ExitCode::SUCCESS
            }
            Err(error) => fail(&*error),
        };
    }
    match measure(&words).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => fail(&*error),
    }
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("{error}");
    ExitCode::FAILURE
}

/// Takes every figure that is wanted and prints the table; false where work failed.
async fn measure(words: &[String]) -> Outcome<bool> {
    let wanted = Wanted::read(words)?;
    let before = facts::load();
    let mut taken = Taken::default();
    for &engine in &wanted.engines {
        let own_host = |name: &String| ["features", "partners"].contains(&name.as_str());
        if (wanted.figures.is_empty() || !wanted.figures.iter().all(own_host))
            && let Err(error) = of_engine(&wanted, engine, &mut taken).await
        {
            taken.take("setting up", engine.name(), Err(error));
        }
        if wanted.wants("features") {
            let outcome = figures::features::measure(engine, wanted.scale).await;
            taken.take("features", engine.name(), outcome);
        }
        if wanted.wants("partners") {
            let outcome = figures::partners::measure(engine, wanted.scale).await;
            taken.take("partners", engine.name(), outcome);
        }
    }
    if wanted.wants("salons") && wanted.engines.contains(&Engine::Sqlite) {
        let outcome = figures::salons::measure(wanted.scale).await;
        taken.take("salons", Engine::Sqlite.name(), outcome);
    }
    println!("{}", facts::of_this_machine(&before)?);
    println!("{}", report::table(&taken.figures));
    Ok(!taken.failed)
}

/// The figures of one large salon on an engine.
async fn of_engine(wanted: &Wanted, engine: Engine, taken: &mut Taken) -> Outcome<()> {
    let place = Place::new(engine).await?;
    place.run(&[
        "salon",
        "create",
        SALON,
        "--name",
        "Bench",
        "--country",
        "DE",
    ])?;
    let token = place.run(&["token", "create", "--salon", SALON])?;
    let email = "owner@salon.example".to_owned();
    let user = [
        "user", "create", "--email", &email, "--name", "Owner", "--salon", SALON,
    ];
    let password = place.run(&user)?;
    let sign_in = SignIn { email, password };

    let host = place.start().await?;
    let mut scene = Scene::new(&place, &host, wanted.scale, token);
    let name = engine.name();
    // The others need the clients that it brings in.
    taken.take("import", name, figures::import::measure(&scene).await);
    scene.learn_clients().await?;
    if wanted.wants("find") {
        taken.take("find", name, figures::find::measure(&scene).await);
    }
    if wanted.wants("card") {
        taken.take("card", name, figures::card::measure(&scene).await);
    }
    if wanted.wants("page") {
        taken.take("page", name, figures::page::measure(&scene, &sign_in).await);
    }
    if wanted.wants("register") {
        taken.take("register", name, figures::register::measure(&scene).await);
    }
    host.stop().await?;
    if taken.failed {
        eprintln!("the host's complaints:\n{}", place.complaints());
    }
    if wanted.wants("start") {
        taken.take(
            "start",
            name,
            figures::start::measure(&place, wanted.scale).await,
        );
    }
    Ok(())
}
