//! The storage engines by themselves, against a real database, below any door.

mod postgres;
