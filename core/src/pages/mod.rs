//! What the registry's HTML doors share beside what all modules do.

pub(crate) use kartoteka_plugin::pages::{
    Hidden, Htmx, Mark, Markup, Problem, Problems, Toast, Typed, Ui, by_asker, fragment, hue, page,
    query, see_other, shown_at, with_status,
};

use crate::{clients::Phone, phones};

/// A phone as the salon's country writes it; one not understood as it was typed.
pub(crate) fn shown_phone(ui: &Ui, phone: &Phone) -> String {
    match &phone.e164 {
        Some(e164) => phones::display_phone(e164, &ui.call.salon().country),
        None => phone.value.clone(),
    }
}
