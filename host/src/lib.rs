//! The host of a salon's client registry: storage engines, doors, sign-in.

pub mod assets;
pub mod region;
pub mod storage;
