//! Texts, of which the host has those of all modules.
#![expect(unsafe_code, reason = "pointers of the host")]

use std::collections::HashMap;

use kartoteka_abi::{Buf, Slice, services, status};
use serde_json::Value as Json;

use super::Bridge;
use crate::{Locale, native::wire, text::Arg};

impl Bridge {
    /// A text; nothing where there is none.
    pub(in crate::native) fn text(
        &self,
        locale: Locale,
        key: &str,
        args: &[(&str, &Arg)],
    ) -> Option<String> {
        let texts: &services::Texts = self.call.service(services::TEXTS)?;
        let arg = |arg: &Arg| match arg {
            Arg::Text(text) => Json::from(text.as_str()),
            Arg::Number(number) => Json::from(*number),
        };
        let named = args.iter().map(|(name, value)| (*name, arg(value)));
        let named: HashMap<&str, Json> = named.collect();
        let args = match named.is_empty() {
            true => Vec::new(),
            false => wire::json(&named),
        };
        let mut out = Buf::EMPTY;
        let (locale, key) = (Slice::of_text(locale.code()), Slice::of_text(key));
        // SAFETY: all of it is there for the time of the function.
        let status =
            unsafe { (texts.text)(self.call.raw(), locale, key, Slice::of(&args), &raw mut out) };
        let text = str::from_utf8(out.bytes()).ok()?;
        (status == status::OK).then(|| text.to_owned())
    }
}
