//! `demo`: a salon to look at, on an empty folder.

use std::{process::ExitCode, sync::Arc};

use kartoteka_plugin::Salon;

use super::{
    Signals,
    orders::{create_salon, password},
};
use crate::{
    builder::HostBuilder,
    config::Config,
    host::{Host, StartError},
    modules,
    region::{NewSalon, NewUser, Role},
};

const SLUG: &str = "demo";
const EMAIL: &str = "demo@kartoteka.example";

/// Serves the demonstration salon; made at the first time, found again later.
pub(super) async fn run(config: Config) -> Result<ExitCode, StartError> {
    if config.database_url.is_some() {
        return Err(StartError::new(
            "demo uses SQLite: leave database_url empty",
        ));
    }
    let signals = Signals::listen()?;
    let running = HostBuilder::new(config).start().await?;
    let host = running.host().clone();
    let password = match prepare(&host).await {
        Ok(password) => password,
        Err(sentence) => {
            running.stop().await;
            return Err(StartError::new(sentence));
        }
    };
    eprintln!(
        "\n  The demonstration salon is at {}/{SLUG}\n\n    e-mail    {EMAIL}\n    password  {password}\n",
        host.public_url
    );
    drop(host);
    super::until_told(running, signals).await
}

/// Gives the password of this run.
async fn prepare(host: &Host) -> Result<String, String> {
    let sentence = |error| host.sentence(&error);
    let password = password()?;
    let known = host.region.user_by_email(EMAIL).await.map_err(sentence)?;
    if let Some(user) = known {
        let set = host.region.set_password(user, &password).await;
        return set.map(|()| password).map_err(sentence);
    }
    if !host.region.salons().await.map_err(sentence)?.is_empty() {
        return Err(format!(
            "{} holds salons already; give the demonstration an empty folder (KARTOTEKA_DATA_DIR)",
            host.config.data_dir.display()
        ));
    }
    let salon = create(host).await?;
    let user = NewUser {
        email: EMAIL.to_owned(),
        name: "Demo".to_owned(),
        password: password.clone(),
        locale: None,
    };
    let user = host.region.create_user(user).await.map_err(sentence)?;
    let member = host.region.set_member(salon.id, user, Role::Owner).await;
    member.map_err(sentence)?;
    Ok(password)
}

async fn create(host: &Host) -> Result<Arc<Salon>, String> {
    let new = NewSalon {
        slug: SLUG.to_owned(),
        name: "Salon Demo".to_owned(),
        country: host.config.salons.country.clone(),
        ..NewSalon::default()
    };
    let salon = create_salon(host, new).await?;
    let filled = async {
        let call = host.operator_call(&salon).await?;
        modules::fill_demonstration(&call).await?;
        for feature in modules::DEMONSTRATED {
            host.region.switch_feature_on(&call, feature, true).await?;
        }
        Ok(())
    };
    filled.await.map_err(|error| host.sentence(&error))?;
    Ok(salon)
}
