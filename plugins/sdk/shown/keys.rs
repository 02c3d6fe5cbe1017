use kartoteka_plugin::{Call, Result};

/// An e-mail that is known again, and tells nobody whose it is: what a table may keep of somebody
/// who wants no letters.
pub fn mark(call: &Call, email: &str) -> [u8; 32] {
    call.keys().hash("welcome.email", email.as_bytes())
}

/// The code of a voucher, as a table keeps it.
pub fn seal(call: &Call, code: &str) -> Result<Vec<u8>> {
    call.keys().seal("welcome.code", code.as_bytes())
}

/// Whether `code` is what was sealed.
pub fn is_sealed(call: &Call, sealed: &[u8], code: &str) -> Result<bool> {
    let opened = call.keys().open("welcome.code", sealed)?;
    Ok(opened == code.as_bytes())
}
