//! The numbering plans of countries whose numbers are plainly written, ready to be asked often.
//!
//! The crate `phonenumber` keeps its patterns behind one lock, and looks for where in the number they
//! fit. A number fits from its first digit or not at all, so the same patterns, tied to the first
//! digit, give the same answer at a tenth of the cost.

use std::{
    collections::HashMap,
    sync::{LazyLock, OnceLock},
};

use phonenumber::metadata::{DATABASE, Descriptor};
use phonenumber::{Metadata, country::Id};
use regex::{Regex, RegexBuilder};

/// The numbering plan of one country.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) metadata: &'static Metadata,
    kinds: Option<Kinds>,
}

/// The numbers of a plan without carriers' codes and shared codes.
#[derive(Debug)]
struct Kinds {
    general: Numbers,
    /// Mobile ones and those of a fixed line, which nearly all are.
    likely: Vec<Numbers>,
}

/// One kind of numbers.
#[derive(Debug)]
struct Numbers {
    lengths: &'static [u16],
    pattern: Regex,
}

/// A plan by the two letters of its country, made when first asked for.
static PLANS: LazyLock<HashMap<&'static str, (&'static Metadata, OnceLock<Plan>)>> =
    LazyLock::new(|| {
        let all = DATABASE.iter();
        all.map(|plan| (plan.id(), (plan, OnceLock::new())))
            .collect()
    });

/// The country that a code of the world's numbering plan stands for first: `44` for Great Britain,
/// before the islands that share it.
static FIRST: LazyLock<HashMap<u16, &'static str>> = LazyLock::new(|| {
    let first = DATABASE.iter().filter(|plan| is_first(plan));
    first.map(|plan| (plan.country_code(), plan.id())).collect()
});

impl Plan {
    /// The plan of a country.
    pub(super) fn of(country: Id) -> Option<&'static Self> {
        Self::by_id(country.as_ref())
    }

    /// The plan that numbers behind a country's code are read by first.
    pub(super) fn of_code(code: &str) -> Option<&'static Self> {
        // No country's code begins with a zero.
        let code = code.parse().ok().filter(|_| !code.starts_with('0'))?;
        Self::by_id(FIRST.get(&code)?)
    }

    fn by_id(country: &str) -> Option<&'static Self> {
        let (metadata, made) = PLANS.get(country)?;
        let plan = || Self {
            metadata,
            kinds: is_simple(metadata).then(|| Kinds::of(metadata)).flatten(),
        };
        Some(made.get_or_init(plan))
    }

    /// Whether numbers are written as they are or behind one zero.
    pub(super) fn is_simple(&self) -> bool {
        self.kinds.is_some()
    }

    /// Whether `number`, without the country's code and the digit that leads into another area, is
    /// one of the likely kinds. That it is not says nothing.
    pub(super) fn is_likely(&self, number: &str) -> bool {
        self.kinds.as_ref().is_some_and(|kinds| {
            kinds.general.has(number) && kinds.likely.iter().any(|kind| kind.has(number))
        })
    }
}

impl Kinds {
    fn of(metadata: &'static Metadata) -> Option<Self> {
        let kinds = metadata.descriptors();
        let likely = [kinds.mobile(), kinds.fixed_line()];
        Some(Self {
            general: Numbers::of(kinds.general())?,
            likely: likely
                .into_iter()
                .flatten()
                .filter_map(Numbers::of)
                .collect(),
        })
    }
}

impl Numbers {
    fn of(kind: &'static Descriptor) -> Option<Self> {
        let pattern = format!("^(?:{})", kind.national_number().as_str());
        // As the crate builds them, and for ASCII digits alone: nothing else gets here.
        let pattern = RegexBuilder::new(&pattern)
            .ignore_whitespace(true)
            .unicode(false)
            .build();
        Some(Self {
            lengths: kind.possible_length(),
            pattern: pattern.ok()?,
        })
    }

    fn has(&self, number: &str) -> bool {
        let length = u16::try_from(number.len()).unwrap_or(u16::MAX);
        (self.lengths.is_empty() || self.lengths.contains(&length)) && self.pattern.is_match(number)
    }
}

/// Whether numbers of this plan are written as they are or behind one zero, without codes of carriers
/// and without other countries that share the plan's code and are asked first.
fn is_simple(plan: &Metadata) -> bool {
    let parsing = plan
        .national_prefix_for_parsing()
        .map(|prefix| prefix.as_str());
    let zero = |prefix: Option<&str>| prefix.is_none_or(|prefix| prefix == "0");
    zero(parsing)
        && zero(plan.national_prefix())
        && plan.national_prefix_transform_rule().is_none()
        && plan.leading_digits().is_none()
        && is_first(plan)
}

fn is_first(plan: &Metadata) -> bool {
    let sharing = DATABASE.region(&plan.country_code());
    sharing.is_some_and(|all| all.first() == Some(&plan.id()))
}
