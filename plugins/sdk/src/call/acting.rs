//! Calls in the hands of a feature, which may be switched off while one is under way.

use std::sync::Arc;

use bytes::Bytes;
use uuid::Uuid;

use super::{Actor, Call, Idempotency, Inner, Services};
use crate::{
    Db, Error, Locale, Permissions, Result, Tx,
    db::{Claim, Fence, Weight},
};

/// So deep modules may ask each other.
const DEEPEST: u8 = 4;

/// The feature whose code a call runs.
#[derive(Clone)]
pub(super) struct Acting {
    pub(super) feature: Arc<str>,
    /// Whether it may write where it is off, too.
    also_off: bool,
    /// The services as the host has them.
    pub(super) bare: Arc<dyn Services>,
    /// The salon's tables, as it may ask of them.
    pub(super) db: Db,
    /// Where what it asks is judged here.
    pub(super) fence: Option<Fence>,
}

impl Acting {
    fn of(services: &Arc<dyn Services>, feature: Arc<str>, also_off: bool) -> Self {
        let fence = services.fences().map(|fences| {
            let withheld = services.salon().features.withheld(&feature);
            let withheld = withheld.map_or(&[][..], |withheld| &withheld.tables);
            Fence::new(fences.clone(), feature.clone(), withheld)
        });
        let db = services.db();
        Self {
            feature,
            also_off,
            bare: services.clone(),
            db: match &fence {
                Some(fence) => db.fenced(fence.clone()),
                None => db.clone(),
            },
            fence,
        }
    }
}

/// A call in the hands of a feature, as the host tells of it across the native border.
pub(crate) struct Told {
    pub(crate) services: Arc<dyn Services>,
    pub(crate) actor: Actor,
    pub(crate) permissions: Permissions,
    pub(crate) locale: Locale,
    pub(crate) request_id: String,
    pub(crate) session: Option<Uuid>,
    pub(crate) idempotency: Option<Idempotency>,
    pub(crate) asked: bool,
    pub(crate) depth: u8,
    pub(crate) feature: Arc<str>,
    pub(crate) also_off: bool,
    pub(crate) whole_target: Bytes,
}

impl Told {
    /// The call itself, made in one.
    pub(crate) fn call(self) -> Call {
        let acting = Acting::of(&self.services, self.feature, self.also_off);
        Call(Arc::new(Inner {
            services: self.services,
            journal: None,
            actor: self.actor,
            permissions: self.permissions,
            locale: self.locale,
            request_id: self.request_id,
            session: self.session,
            idempotency: self.idempotency,
            asked: self.asked,
            acting: Some(acting),
            depth: self.depth,
            whole_target: self.whole_target,
        }))
    }
}

impl Call {
    /// The same call in the hands of `feature`: its transactions begin only while it is on,
    /// unless it may also write where it is off, and it has only what the salon agreed to of what
    /// the feature asks for. Only the host makes one.
    #[must_use]
    pub fn of_feature(&self, feature: &str, also_off: bool) -> Self {
        let acting = Acting::of(&self.0.services, feature.into(), also_off);
        Self(Arc::new(Inner {
            acting: Some(acting),
            ..self.again()
        }))
    }

    /// The same call in the hands of the registry, whoever asks it for something. Only the host makes
    /// one.
    #[must_use]
    pub fn of_core(&self) -> Self {
        match self.0.acting {
            None => self.clone(),
            Some(_) => Self(Arc::new(Inner {
                acting: None,
                ..self.again()
            })),
        }
    }

    /// The same call in nobody's hands, one step deeper, with these permissions.
    pub(crate) fn deeper(&self, permissions: Permissions) -> Self {
        Self(Arc::new(Inner {
            permissions,
            idempotency: None,
            acting: None,
            depth: self.0.depth.saturating_add(1),
            ..self.again()
        }))
    }

    /// The salon's tables as the host asks of them, whoever's code has the call. For the host alone.
    pub fn hosts_db(&self) -> &Db {
        self.services().db()
    }

    /// Begins a transaction of the host's own for the feature that has the call, which holds what one
    /// of the feature would. For the host alone.
    ///
    /// # Errors
    /// As [`begin`](Self::begin).
    pub async fn hosts_begin(&self) -> Result<Tx> {
        Ok(self.begin().await?.of_host())
    }

    pub(crate) fn fence(&self) -> Option<Fence> {
        self.0.acting.as_ref()?.fence.clone()
    }

    /// The same call, made by one more: for code that may ask in its turn, and so come back to
    /// where it was asked. Only the host makes one.
    #[must_use]
    pub fn one_deeper(&self) -> Self {
        Self(Arc::new(Inner {
            depth: self.0.depth.saturating_add(1),
            ..self.again()
        }))
    }

    /// By how many other calls it was made, one asking for the other.
    pub fn depth(&self) -> u8 {
        self.0.depth
    }

    /// Whether the feature whose code it runs may also write where it is off.
    pub fn is_also_off(&self) -> bool {
        self.0.acting.as_ref().is_some_and(|acting| acting.also_off)
    }

    /// Whether so many have asked each other that it can only be a circle.
    pub fn is_too_deep(&self) -> bool {
        self.0.depth >= DEEPEST
    }

    /// That `feature` is the one whose code this call runs, where it is one's.
    pub(crate) fn check_own(&self, feature: &str) -> Result<()> {
        match self.feature().is_none_or(|own| own == feature) {
            true => Ok(()),
            false => Err(Error::internal(format!("{feature} is another feature"))),
        }
    }

    /// The feature whose code this call runs, where it is one's.
    pub fn feature(&self) -> Option<&str> {
        self.0.acting.as_ref().map(|acting| &*acting.feature)
    }

    /// That the feature whose code this call runs is on now, whatever was so when the call began.
    ///
    /// # Errors
    /// 404 `feature_off`, or the engine's own.
    pub async fn check_on(&self) -> Result<()> {
        match &self.0.acting {
            Some(acting) if !acting.also_off => self.check_feature_on(&acting.feature).await,
            _ => Ok(()),
        }
    }

    /// That `feature` is on now.
    ///
    /// # Errors
    /// 404 `feature_off`, or the engine's own.
    pub async fn check_feature_on(&self, feature: &str) -> Result<()> {
        let switches = self.0.services.switches();
        match switches.is_on(self.salon(), feature).await? {
            true => Ok(()),
            false => Err(Error::feature_off()),
        }
    }

    /// Begins a transaction that none of `feature` runs beside: those that have begun end first,
    /// others wait. For the host, which removes what the feature keeps.
    ///
    /// # Errors
    /// As the engine says; 503 `busy` where one takes too long.
    pub async fn begin_alone(&self, feature: &str) -> Result<Tx> {
        self.begin_as(Weight::Long, Some(Claim::Alone(feature)))
            .await
    }
}
