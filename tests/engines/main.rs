//! The storage engines by themselves, against a real database, below any door.

#![expect(
    clippy::disallowed_methods,
    reason = "below the host there is no clock to ask for an id"
)]

mod postgres;
