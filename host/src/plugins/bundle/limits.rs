//! How large a bundle may be, and why.

/// Bytes of the file: a library of 48 MB hardly shrinks below it, and a host reads whole files at its start.
pub const FILE: usize = 64 << 20;
/// Parts: five languages, two engines and a few pictures are some dozens.
pub const PARTS: usize = 2_000;
/// Bytes of a part that is text: the longest of the house has a thirtieth of it.
pub const TEXT: usize = 1 << 20;
/// Bytes of a part under `assets/`: icons and small pictures.
pub const ASSET: usize = 1 << 20;
/// Bytes of one library, stripped: the whole host with all its features has 50 MB.
pub const LIBRARY: usize = 48 << 20;
/// Bytes of all parts, unpacked: libraries for two platforms.
pub const UNPACKED: usize = 96 << 20;
/// Bytes of a part's name.
pub const NAME: usize = 200;
/// Bytes of `index.json`: the name, two hashes and signs around them, of each part.
pub const INDEX: usize = 1 << 20;
/// Bytes of `signature.json`: a name, a key, a signature.
pub const SIGNATURE: usize = 1 << 10;
/// Letters of an id: tables begin with it, and PostgreSQL reads 63 bytes of their names.
pub const ID: usize = 40;
