//! `doctor`: looks at everything that a host needs before it is needed.

use std::{process::ExitCode, time::Duration};

use tokio::net::TcpStream;

use super::socket;
use crate::{
    builder::HostBuilder,
    config::Config,
    host::Host,
    http::Front,
    region::Overview,
    storage::sqlite::{open_files_warning, raise_open_files},
};

/// For so long the mail server is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

struct Report {
    healthy: bool,
}

impl Report {
    fn good(&self, what: &str) {
        println!("ok       {what}");
    }

    fn bad(&mut self, what: &str) {
        self.healthy = false;
        println!("PROBLEM  {what}");
    }

    fn note(&self, what: &str) {
        println!("note     {what}");
    }
}

/// Says what is right and what is wrong; fails where something is wrong.
pub(super) async fn run(config: Config) -> ExitCode {
    let mut report = Report { healthy: true };
    report.good(&format!("configuration: region {}", config.region));
    open_files(&config, &mut report);
    mail(&config, &mut report).await;
    let drain = Duration::from_secs(config.drain_seconds);
    if socket::connect(&config.data_dir).await.is_some() {
        report.good("a host serves the data folder; stop it to look at the store");
    } else {
        match HostBuilder::new(config).open().await {
            Ok(host) => {
                report.good(&format!("{} opens", host.engine_name()));
                report.good("the master key fits");
                match host.region.overview().await {
                    Ok(found) => report.note(&in_words(&found)),
                    Err(error) => report.bad(&host.sentence(&error)),
                }
                tables(&host, &mut report).await;
                match Front::new(host.clone()) {
                    Ok(_) => report.good("modules and their API documents fit together"),
                    Err(error) => report.bad(&error),
                }
                host.close(std::time::Instant::now() + drain).await;
            }
            Err(error) => report.bad(&error.to_string()),
        }
    }
    if report.healthy {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Whether all tables are up to date, salon by salon.
async fn tables(host: &Host, report: &mut Report) {
    let salons = match host.region.salons().await {
        Ok(salons) => salons,
        Err(error) => return report.bad(&host.sentence(&error)),
    };
    let mut fit = true;
    for salon in &salons {
        let unfit = match host.unfit(salon).await {
            Ok(unfit) => unfit,
            Err(error) => vec![host.sentence(&error)],
        };
        for why in unfit {
            fit = false;
            report.bad(&format!("{}: {why}", salon.slug));
        }
    }
    if fit {
        report.good("tables are up to date");
    }
}

fn in_words(found: &Overview) -> String {
    format!(
        "salons: {}; users: {}, disabled: {}; in the last day changes of access: {}, \
         series of failed sign-ins: {}",
        found.salons, found.users, found.disabled_users, found.changes, found.failed_series
    )
}

fn open_files(config: &Config, report: &mut Report) {
    if config.database_url.is_some() {
        return;
    }
    let connections = config.limits.sqlite_connections;
    raise_open_files(connections);
    match open_files_warning(connections) {
        Some(warning) => report.bad(&warning),
        None => report.good("enough files may be open"),
    }
}

async fn mail(config: &Config, report: &mut Report) {
    let Some(host) = &config.mail.host else {
        report.note("no mail server is set: nobody can recover a password by mail");
        return;
    };
    if config.mail.from.is_none() {
        report.bad("mail.from is empty: mails need a sender");
    }
    let address = (host.as_str(), config.mail.port);
    match tokio::time::timeout(PATIENCE, TcpStream::connect(address)).await {
        Ok(Ok(_)) => report.good("the mail server answers"),
        Ok(Err(error)) => report.bad(&format!("mail server {host}: {error}")),
        Err(_) => report.bad(&format!("mail server {host}: no answer")),
    }
}
