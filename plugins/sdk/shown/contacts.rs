use kartoteka_plugin::{Call, contacts::ContactKind};

/// Whether two people typed one phone. In Germany `0176 1234567` is `+491761234567`, as
/// `+49 176/1234567` is; what is no phone is nobody's.
pub fn is_same(call: &Call, one: &str, other: &str) -> bool {
    let read = |text| call.contact(ContactKind::Phone, text);
    read(one).is_some_and(|contact| Some(contact) == read(other))
}

/// A phone as the salon's country writes it.
pub fn shown(call: &Call, text: &str) -> Option<String> {
    let contact = call.contact(ContactKind::Phone, text)?;
    Some(call.show_contact(&contact))
}
