//! Phones in the list that are called by a tap.

use kartoteka_plugin::{phone_link::is_page, slots::PhoneLink};

use crate::{clients::Phone, pages::Markup};

/// What is shown of a phone, as the link that a feature makes of it; by itself where there is
/// none, or the number was not understood.
pub(super) fn linked(phone: &Phone, shown: Markup, link: Option<&PhoneLink>) -> Markup {
    let address = link.zip(phone.e164.as_ref());
    let Some((link, address)) = address.and_then(|(link, e164)| Some((link, link.to(e164)?)))
    else {
        return shown;
    };
    let mut markup = Markup("<a class=\"list-call\" href=\"".to_owned());
    markup.text(&address);
    markup.0.push('"');
    if is_page(&address) {
        markup
            .0
            .push_str(" target=\"_blank\" rel=\"noopener noreferrer\"");
    }
    markup.0.push_str("><span class=\"visually-hidden\">");
    markup.text(&link.word);
    markup.0.push_str(" </span>");
    markup.0.push_str(&shown.0);
    markup.0.push_str("</a>");
    markup
}

#[cfg(test)]
mod tests {
    use kartoteka_plugin::slots::NumberForm;

    use super::*;

    fn phone(e164: Option<&str>) -> Phone {
        Phone {
            value: "0176 <1>".to_owned(),
            e164: e164.map(str::to_owned),
        }
    }

    #[test]
    fn what_a_feature_says_is_escaped_and_checked() {
        let link = |before: &str| PhoneLink {
            before: before.to_owned(),
            number: NumberForm::Bare,
            after: "&x=1".to_owned(),
            word: "<Ruf>".to_owned(),
        };
        let (known, odd) = (phone(Some("+49176123456")), phone(None));
        let shown = || Markup("0176".to_owned());
        let page = link("https://pbx.example/?to=");
        let made = linked(&known, shown(), Some(&page)).0;
        let address = "https://pbx.example/?to=49176123456&amp;x=1";
        assert!(made.starts_with(&format!("<a class=\"list-call\" href=\"{address}\"")));
        assert!(
            made.contains("&lt;Ruf&gt;") && made.contains("_blank"),
            "{made}"
        );
        assert_eq!(linked(&odd, shown(), Some(&page)).0, "0176");
        assert_eq!(linked(&known, shown(), None).0, "0176");
        let bad = link("javascript:alert(1)//");
        assert_eq!(linked(&known, shown(), Some(&bad)).0, "0176");
    }
}
