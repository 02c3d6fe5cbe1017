//! What partners bring.

pub mod bundle;
