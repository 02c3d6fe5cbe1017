//! The command line.

mod demo;
mod doctor;
mod import;
mod log;
mod orders;
mod plugin;
pub(crate) mod socket;

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::{
    builder::{HostBuilder, RunningHost},
    config::{self, Config},
    document,
    host::StartError,
    http::Front,
    modules,
    plugins::native::work,
    registry::Registry,
    services::run_in_child,
};
use orders::Order;

#[derive(Parser)]
#[command(name = "kartoteka", version, about = "The client registry of a salon")]
struct Line {
    /// A file of settings; KARTOTEKA_… variables win over it
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves until it is told to stop
    Serve,
    /// Serves a demonstration salon of invented clients, on an empty folder
    Demo,
    /// Salons
    #[command(subcommand)]
    Salon(SalonCommand),
    /// People who sign in
    #[command(subcommand)]
    User(UserCommand),
    /// Tokens for programs
    #[command(subcommand)]
    Token(TokenCommand),
    /// Imports a spreadsheet of clients
    Import {
        /// The salon's word in addresses
        #[arg(long)]
        salon: String,
        /// XLSX, XLS, ODS or CSV
        file: PathBuf,
        /// Says what would happen and changes nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Plugins of partners
    #[command(subcommand)]
    Plugin(plugin::PluginCommand),
    /// Prints the API's document
    Openapi,
    /// Looks for what is wrong with this installation
    Doctor,
    /// Reads one file in a child process with limits
    #[command(hide = true)]
    Worker {
        module: String,
        name: String,
        input: PathBuf,
        memory_bytes: u64,
        seconds: u64,
    },
}

#[derive(Subcommand)]
enum SalonCommand {
    /// Makes a salon
    Create {
        /// Its word in addresses: small letters, digits, hyphens
        slug: String,
        /// Its name
        #[arg(long)]
        name: String,
        /// ISO 3166-1 code; the region's where not given
        #[arg(long)]
        country: Option<String>,
        /// Language: en, de, nl, pl, it
        #[arg(long)]
        locale: Option<String>,
        /// Time zone, such as Europe/Berlin
        #[arg(long)]
        time_zone: Option<String>,
    },
}

#[derive(Subcommand)]
enum UserCommand {
    /// Makes a user, or lets a known one into a salon; prints a new user's password
    Create {
        /// E-mail address, with which they sign in
        #[arg(long)]
        email: String,
        /// Name
        #[arg(long)]
        name: String,
        /// A salon to let them into
        #[arg(long)]
        salon: Option<String>,
        /// owner, manager or staff
        #[arg(long, default_value = "owner")]
        role: String,
    },
    /// Keeps a user out of the whole region until they are enabled
    Disable {
        /// The address with which they sign in
        #[arg(long)]
        email: String,
    },
    /// Lets a disabled user in again
    Enable {
        /// The address with which they sign in
        #[arg(long)]
        email: String,
    },
    /// Switches a user's second factor off, once they have shown who they are
    ResetSecondFactor {
        /// The address with which they sign in
        #[arg(long)]
        email: String,
    },
}

#[derive(Subcommand)]
enum TokenCommand {
    /// Makes a token with all that an owner may do, and prints it
    Create {
        /// The salon's word in addresses
        #[arg(long)]
        salon: String,
        /// What it is for
        #[arg(long, default_value = "command line")]
        name: String,
        /// Only these permissions, such as clients.read
        #[arg(long = "permission")]
        permissions: Vec<String>,
        /// For how many days it is good; for good where not given
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
        days: Option<u16>,
    },
}

/// Runs what the command line asks for.
pub fn run() -> ExitCode {
    let line = Line::parse();
    if let Command::Worker {
        module,
        name,
        input,
        memory_bytes,
        seconds,
    } = &line.command
    {
        return worker(module, name, input, *memory_bytes, *seconds);
    }
    let outcome = config::load(line.config.as_deref())
        .map_err(|error| StartError::new(format!("configuration: {error}")))
        .and_then(|config| with_runtime(config, line.command));
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kartoteka: {error}");
            ExitCode::FAILURE
        }
    }
}

fn with_runtime(config: Config, command: Command) -> Result<ExitCode, StartError> {
    let serving = matches!(command, Command::Serve | Command::Demo);
    match &command {
        Command::Plugin(command) if command.keeps_its_log() => log::keep(),
        _ => log::start(&config.log, serving),
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| StartError::new(format!("no runtime: {error}")))?;
    let outcome = runtime.block_on(command.execute(config));
    // What still runs on blocking threads after the drain is not waited for.
    runtime.shutdown_background();
    outcome
}

impl Command {
    async fn execute(self, config: Config) -> Result<ExitCode, StartError> {
        let order = match self {
            Self::Serve => return serve(config).await,
            Self::Demo => return demo::run(config).await,
            Self::Plugin(command) => return plugin::run(command, &config).await,
            Self::Openapi => return openapi(&config),
            Self::Doctor => return Ok(doctor::run(config).await),
            Self::Worker { .. } => return Ok(ExitCode::FAILURE),
            Self::Salon(SalonCommand::Create {
                slug,
                name,
                country,
                locale,
                time_zone,
            }) => Order::CreateSalon {
                slug,
                name,
                country,
                locale,
                time_zone,
            },
            Self::User(UserCommand::Create {
                email,
                name,
                salon,
                role,
            }) => Order::CreateUser {
                email,
                name,
                salon,
                role,
            },
            Self::Token(TokenCommand::Create {
                salon,
                name,
                permissions,
                days,
            }) => Order::CreateToken {
                salon,
                name,
                permissions,
                days,
            },
            Self::User(UserCommand::Disable { email }) => Order::DisableUser { email },
            Self::User(UserCommand::Enable { email }) => Order::EnableUser { email },
            Self::User(UserCommand::ResetSecondFactor { email }) => {
                Order::ResetSecondFactor { email }
            }
            Self::Import {
                salon,
                file,
                dry_run,
            } => Order::Import {
                salon,
                // A running host has another working folder.
                file: std::path::absolute(&file)
                    .map_err(|e| StartError::new(format!("{}: {e}", file.display())))?,
                dry_run,
            },
        };
        carry_out(config, order).await
    }
}

/// Lets the host that runs look at its plugin folder. Gives what it says; nothing where none runs.
///
/// # Errors
/// Why all stays as it is.
async fn take_over(config: &Config) -> Result<Option<String>, StartError> {
    let Some(stream) = socket::connect(&config.data_dir).await else {
        return Ok(None);
    };
    let said = socket::ask(stream, &Order::TakeOver, &mut |_: &str| {}).await;
    said.map(Some).map_err(StartError::new)
}

/// By the running host where there is one, else on the opened store.
async fn carry_out(config: Config, order: Order) -> Result<ExitCode, StartError> {
    let mut say = |line: &str| eprintln!("{line}");
    let answer = match socket::connect(&config.data_dir).await {
        Some(stream) => socket::ask(stream, &order, &mut say).await,
        None => {
            let drain = std::time::Duration::from_secs(config.drain_seconds);
            let host = HostBuilder::new(config).open().await?;
            let front = Front::new(host.clone())?;
            let answer = order.execute(&front, &mut say).await;
            host.close(std::time::Instant::now() + drain).await;
            answer
        }
    };
    let answer = answer.map_err(StartError::new)?;
    print(&answer)?;
    Ok(ExitCode::SUCCESS)
}

async fn serve(config: Config) -> Result<ExitCode, StartError> {
    let signals = Signals::listen()?;
    let running = HostBuilder::new(config).start().await?;
    let host = running.host();
    tracing::info!(
        address = %running.address,
        url = host.public_url,
        engine = host.engine_name(),
        "serving"
    );
    let code = host.region().setup_code().await;
    if let Some(code) = code.map_err(|error| host.sentence(&error))? {
        eprintln!(
            "\n  Nobody can sign in yet. Open {}/start and enter the code {code}\n",
            host.public_url
        );
    }
    until_told(running, signals).await
}

/// The signals by which an operator stops a host. Listened for before it starts: one that
/// comes meanwhile must not end it undrained.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> Result<Self, StartError> {
        let listen = |kind| signal(kind).map_err(|e| StartError::new(format!("signals: {e}")));
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }
}

impl Signals {
    /// Waits for SIGTERM or SIGINT.
    async fn told(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Serves until SIGTERM or SIGINT.
async fn until_told(running: RunningHost, signals: Signals) -> Result<ExitCode, StartError> {
    let told = async move {
        signals.told().await;
        tracing::info!("stopping: running work may finish");
    };
    running.until(told).await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

fn openapi(config: &Config) -> Result<ExitCode, StartError> {
    let registry = Registry::new(modules::linked())?;
    let document = document::whole(&registry, crate::http::own_api().1, config)?;
    let text = serde_json::to_string_pretty(&document);
    print(&text.map_err(|e| StartError::new(e.to_string()))?)?;
    Ok(ExitCode::SUCCESS)
}

/// To standard output; whoever reads it may have gone.
fn print(text: &str) -> Result<(), StartError> {
    if text.is_empty() {
        return Ok(());
    }
    writeln!(std::io::stdout(), "{text}").map_err(|e| StartError::new(format!("output: {e}")))
}

fn worker(module: &str, name: &str, input: &Path, memory_bytes: u64, seconds: u64) -> ExitCode {
    let library = Path::new(module);
    let done = if library.is_absolute() {
        let work = |input: &Path, arguments: &[u8], output: &mut dyn Write| {
            work(library, name, input, arguments, output)
        };
        run_in_child(work, input, memory_bytes, seconds)
    } else {
        let registry = Registry::new(modules::linked());
        let worker = registry.ok().and_then(|r| r.worker(module, name));
        let Some(worker) = worker else {
            return ExitCode::from(2);
        };
        run_in_child(worker, input, memory_bytes, seconds)
    };
    // Errors are not printed: they could quote what stands in the file.
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
