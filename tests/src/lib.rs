//! What the tests of the whole house share: servers, databases, doors.

pub mod postgres;
