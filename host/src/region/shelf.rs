//! What salons can switch on, as the manifests say it.

use std::collections::{BTreeMap, BTreeSet};

use kartoteka_plugin::{Features, Locale, Manifest, features::Withheld};

/// The features of the region, in the order in which they are offered.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    offers: Vec<Offer>,
    /// What statements call each view: `core.contacts/1`, `core_contacts_1`.
    views: BTreeMap<String, String>,
}

/// One feature.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) names: BTreeMap<String, String>,
    pub(super) icon: String,
    pub(super) requires: Vec<String>,
    pub(super) works_with: Vec<String>,
    /// Versioned names of views.
    pub(super) reads: Vec<String>,
    pub(super) permissions: Vec<String>,
    /// Where it appears, each once: `client.section`, `rail`.
    pub(super) places: Vec<String>,
    /// Versioned names of events that it is told of.
    pub(super) listens: Vec<String>,
    /// Whether it writes mails.
    pub(super) mail: bool,
    /// Hosts that it calls.
    pub(super) hosts: Vec<String>,
    /// Permissions of others that it uses.
    pub(super) api: Vec<String>,
    /// All that a salon agrees to; see [`Manifest::asks`].
    pub(super) asks: Vec<String>,
    /// Whether it is also told what happened while it was off.
    pub(super) catches_up: bool,
    /// The first page of its own, below the salon.
    pub(super) page: Option<String>,
    /// Whether there is something to set of it.
    pub(super) has_settings: bool,
}

impl Offer {
    fn of(manifest: &Manifest) -> Self {
        let mut places: Vec<String> = Vec::new();
        let slots = manifest.slots.iter().map(|slot| slot.place.as_str());
        let rail = manifest.places.iter().map(|_| "rail");
        let settings = manifest.settings.iter().map(|_| "settings");
        let own_settings = manifest.settings_schema.iter().map(|_| "settings");
        for place in slots.chain(rail).chain(settings).chain(own_settings) {
            if !places.iter().any(|known| known == place) {
                places.push(place.to_owned());
            }
        }
        let rail = manifest.places.first().map(|place| place.path.clone());
        let settings = manifest.settings.first().map(|area| area.path.clone());
        Self {
            id: manifest.id.clone(),
            version: manifest.version.clone(),
            names: manifest.names.clone(),
            icon: manifest.icon.clone(),
            requires: manifest.requires.clone(),
            works_with: manifest.works_with.clone(),
            reads: manifest.reads.clone(),
            permissions: manifest
                .permissions
                .iter()
                .map(|p| p.name.clone())
                .collect(),
            places,
            listens: manifest.listens.clone(),
            mail: manifest.mail,
            hosts: manifest.hosts.clone(),
            api: manifest.api.clone(),
            asks: manifest.asks(),
            catches_up: manifest.catches_up,
            page: rail.or(settings),
            has_settings: manifest.settings_schema.is_some(),
        }
    }

    /// What it asks for beyond what was `granted`.
    pub(super) fn lacks(&self, granted: &[String]) -> Vec<String> {
        let asks = self.asks.iter();
        asks.filter(|ask| !granted.contains(ask)).cloned().collect()
    }

    /// Its name in a language.
    pub(super) fn name(&self, locale: Locale) -> &str {
        let name = self.names.get(locale.code());
        name.or_else(|| self.names.get("en")).unwrap_or(&self.id)
    }
}

impl Shelf {
    /// The features among `manifests`, without those that the operator withholds and those
    /// that cannot do without them.
    ///
    /// # Errors
    /// Names a feature that requires one that there is not, or itself by way of others, and
    /// one that is withheld and unknown.
    pub fn new<'a>(
        manifests: impl IntoIterator<Item = &'a Manifest>,
        withheld: &[String],
    ) -> Result<Self, String> {
        let mut shelf = Self::default();
        for manifest in manifests {
            let views = manifest.views.iter();
            (shelf.views).extend(views.map(|view| (view.name.clone(), view.table.clone())));
            if manifest.is_feature() {
                shelf.offers.push(Offer::of(manifest));
            }
        }
        for offer in &shelf.offers {
            shelf.check(offer)?;
        }
        for id in withheld {
            if shelf.find(id).is_none() {
                return Err(format!("`features.withheld`: there is no feature {id}"));
            }
        }
        let gone: BTreeSet<String> = (withheld.iter())
            .flat_map(|id| [vec![id.clone()], shelf.dependents(id, |_| true)].concat())
            .collect();
        shelf.offers.retain(|offer| !gone.contains(&offer.id));
        Ok(shelf)
    }

    /// That what `offer` requires is there, and is not itself.
    fn check(&self, offer: &Offer) -> Result<(), String> {
        let mut seen = BTreeSet::new();
        let asks = |of: &'_ Offer| -> Vec<(String, String)> {
            let required = of.requires.iter().cloned();
            required.map(|id| (of.id.clone(), id)).collect()
        };
        let mut ahead = asks(offer);
        while let Some((by, id)) = ahead.pop() {
            let Some(found) = self.find(&id) else {
                return Err(format!("{by} requires {id}, which is not here"));
            };
            if found.id == offer.id {
                return Err(format!("{} requires itself, by way of {by}", offer.id));
            }
            if seen.insert(id) {
                ahead.extend(asks(found));
            }
        }
        Ok(())
    }

    /// Whether the salons of the region can have `feature`.
    pub fn has(&self, feature: &str) -> bool {
        self.find(feature).is_some()
    }

    /// The features, in the order in which they are offered.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Offer> {
        self.offers.iter()
    }

    /// The feature `id`.
    pub(super) fn find(&self, id: &str) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.id == id)
    }

    /// All that `id` cannot do without, what comes first first.
    pub(super) fn requirements(&self, id: &str) -> Vec<String> {
        let mut all = Vec::new();
        self.require(id, &mut all);
        all.retain(|required| required != id);
        all
    }

    fn require(&self, id: &str, all: &mut Vec<String>) {
        if let Some(offer) = self.find(id)
            && !all.iter().any(|known| known == id)
        {
            for required in &offer.requires {
                self.require(required, all);
            }
            all.push(id.to_owned());
        }
    }

    /// The features that `are` and cannot do without `id`, what goes first first.
    pub(super) fn dependents(&self, id: &str, are: impl Fn(&str) -> bool) -> Vec<String> {
        let mut found: Vec<String> = (self.offers.iter())
            .filter(|offer| offer.id != id && are(&offer.id))
            .filter(|offer| self.requirements(&offer.id).iter().any(|r| r == id))
            .map(|offer| offer.id.clone())
            .collect();
        // Who stands on the most goes before what it stands on.
        found.sort_by_key(|id| std::cmp::Reverse(self.requirements(id).len()));
        found
    }

    /// Of `switched`, those that are there and have all that they require.
    pub(super) fn effective(&self, switched: &Features) -> Features {
        let stands = |id: &&str| {
            self.find(id).is_some() && self.requirements(id).iter().all(|r| switched.is_on(r))
        };
        switched.iter().filter(stands).collect()
    }

    /// What features ask for beyond what each was `granted`: they run without. Also those that are
    /// off now, which may be woken and asked about what they keep.
    pub(super) fn withholding(&self, on: Features, granted: &[(String, Vec<String>)]) -> Features {
        let withheld: Vec<_> = granted
            .iter()
            .filter_map(|(id, granted)| {
                let asks = self.find(id)?.lacks(granted);
                let views = asks.iter().filter_map(|ask| ask.strip_prefix("reads:"));
                let tables = views.filter_map(|view| self.views.get(view).cloned());
                let tables = tables.collect();
                Some((id.clone(), Withheld { asks, tables }))
            })
            .collect();
        on.withholding(withheld)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn manifest(id: &str, requires: &[&str]) -> Manifest {
        let requires: Vec<String> = requires.iter().map(|r| format!("\"{r}\"")).collect();
        let text = format!(
            "id = \"{id}\"\nversion = \"0.1.0\"\ncontract = \"0.1\"\nnames = {{ en = \"{id}\" }}\n\
             requires = [{}]",
            requires.join(", ")
        );
        toml::from_str(&text).unwrap()
    }

    fn shelf(all: &[(&str, &[&str])], withheld: &[&str]) -> Result<Shelf, String> {
        let manifests: Vec<_> = all.iter().map(|(id, r)| manifest(id, r)).collect();
        let withheld: Vec<_> = withheld.iter().map(|id| (*id).to_owned()).collect();
        Shelf::new(&manifests, &withheld)
    }

    const CHAIN: [(&str, &[&str]); 4] = [
        ("bonus", &["till"]),
        ("till", &["services"]),
        ("services", &[]),
        ("blacklist", &[]),
    ];

    #[test]
    fn what_is_required_comes_first_and_what_stands_on_it_goes_first() {
        let shelf = shelf(&CHAIN, &[]).unwrap();
        assert_eq!(shelf.requirements("bonus"), ["services", "till"]);
        assert_eq!(shelf.dependents("services", |_| true), ["bonus", "till"]);
        assert_eq!(shelf.dependents("services", |id| id == "till"), ["till"]);
        assert!(shelf.dependents("blacklist", |_| true).is_empty());
    }

    #[test]
    fn what_is_missing_or_circular_stops_the_start_by_name() {
        let missing = shelf(&[("bonus", &["till"])], &[]).unwrap_err();
        assert_eq!(missing, "bonus requires till, which is not here");
        let circle = shelf(&[("a", &["b"]), ("b", &["c"]), ("c", &["a"])], &[]);
        assert_eq!(circle.unwrap_err(), "a requires itself, by way of c");
        assert!(shelf(&[("a", &["a"])], &[]).is_err());
        let unknown = shelf(&CHAIN, &["tll"]).unwrap_err();
        assert_eq!(unknown, "`features.withheld`: there is no feature tll");
    }

    #[test]
    fn what_is_withheld_takes_along_what_stands_on_it() {
        let shelf = shelf(&CHAIN, &["till"]).unwrap();
        let ids: Vec<_> = shelf.iter().map(|offer| offer.id.as_str()).collect();
        assert_eq!(ids, ["services", "blacklist"]);
        let switched: Features = ["bonus", "till", "blacklist"].into_iter().collect();
        let on = shelf.effective(&switched);
        assert_eq!(on.iter().collect::<Vec<_>>(), ["blacklist"]);
    }

    #[test]
    fn what_a_newer_version_asks_for_is_withheld() {
        let text = "id = 'a'\nversion = '2'\ncontract = '0.1'\nnames = {}\nmail = true\n\
                    reads = ['core.contacts/1', 'core.clients/1']\nhosts = ['a.example']\n";
        let core = "id = 'core'\nversion = '2'\ncontract = '0.1'\nnames = {}\nsegments = ['clients']\n\
                    [[views]]\nname = 'core.contacts/1'\ntable = 'core_contacts_1'\n";
        let manifests: Vec<Manifest> = [core, text].map(|t| toml::from_str(t).unwrap()).into();
        let shelf = Shelf::new(&manifests, &[]).unwrap();
        let on: Features = ["a"].into_iter().collect();
        let all = vec![("a".to_owned(), shelf.find("a").unwrap().asks.clone())];
        assert_eq!(shelf.withholding(on.clone(), &all).withheld("a"), None);
        let before = vec![("a".to_owned(), vec!["reads:core.clients/1".to_owned()])];
        let on = shelf.withholding(on, &before);
        let withheld = on.withheld("a").unwrap();
        let asks = ["reads:core.contacts/1", "mail", "hosts:a.example"];
        assert_eq!(withheld.asks, asks);
        assert_eq!(withheld.tables, ["core_contacts_1"]);
        assert!(on.grants("a", "reads:core.clients/1") && !on.grants("a", "mail"));
    }

    #[test]
    fn a_feature_without_what_it_requires_is_not_on() {
        let shelf = shelf(&CHAIN, &[]).unwrap();
        let switched: Features = ["bonus", "services"].into_iter().collect();
        let on = shelf.effective(&switched);
        assert_eq!(on.iter().collect::<Vec<_>>(), ["services"]);
    }
}
