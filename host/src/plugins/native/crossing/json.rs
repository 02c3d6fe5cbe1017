//! JSON for plugins in languages that do not read it themselves.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::mem::size_of;

use kartoteka_abi::{Buf, Slice, Value, caught, kind, services::Json, status};
use serde_json::Value as Document;

pub(super) static JSON: Json = Json {
    struct_size: size_of::<Json>(),
    read,
    quote,
};

unsafe extern "C" fn read(json: Slice, pointer: Slice, value: *mut Value, text: *mut Buf) -> i32 {
    // SAFETY: the plugin hands over what the header says.
    let found = caught(|| unsafe {
        let document: Document = serde_json::from_slice(json.bytes()).ok()?;
        let found = document.pointer(pointer.text()?);
        Some(found.map(told))
    });
    match found {
        Some(Some(Some((told, kept)))) => {
            if value.is_null() || text.is_null() {
                return status::REFUSED;
            }
            // SAFETY: there is room for both.
            unsafe {
                value.write(told);
                text.write(kept);
            }
            status::OK
        }
        Some(Some(None)) => status::ENDED,
        Some(None) => status::REFUSED,
        None => status::PANICKED,
    }
}

/// A value, and what it points to.
fn told(found: &Document) -> (Value, Buf) {
    let text = |kind, text: String| {
        let kept = Buf::from(text);
        let mut value = Value::of(kind);
        value.bytes = kept.as_slice();
        (value, kept)
    };
    let mut value = Value::of(kind::JSON);
    match found {
        Document::Null => value.null = 1,
        Document::Bool(is) => {
            value.kind = kind::BOOL;
            value.integer = (*is).into();
        }
        Document::Number(number) => match number.as_i64() {
            Some(integer) => {
                value.kind = kind::INT;
                value.integer = integer;
            }
            None => {
                value.kind = kind::REAL;
                value.real = number.as_f64().unwrap_or(f64::NAN);
            }
        },
        Document::String(string) => return text(kind::TEXT, string.clone()),
        other => return text(kind::JSON, other.to_string()),
    }
    (value, Buf::EMPTY)
}

unsafe extern "C" fn quote(text: Slice, out: *mut Buf) -> i32 {
    // SAFETY: the plugin hands over what the header says; there is room for a buffer.
    let quoted = caught(|| unsafe {
        let quoted = serde_json::to_vec(text.text()?).ok()?;
        out.write(quoted.into());
        Some(status::OK)
    });
    quoted.flatten().unwrap_or(status::REFUSED)
}
