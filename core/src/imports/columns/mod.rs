//! What the columns of a salon's sheet mean: recognised by their head in five languages, by the layout that Treatwell
//! asks its salons for, or by their content; and always to be changed by hand.

mod consent;
mod content;
mod field;
mod head;
mod mapping;
mod recognise;
mod row;
mod words;

pub use consent::ConsentCell;
pub use field::Field;
pub use head::head_signature;
pub use mapping::{Column, Mapping, MappingError};
pub use recognise::{Basis, Recognition, recognise};
pub use row::{CellProblem, ProblemCode, RawClient, Refusal, RowReading, read_row};

#[cfg(test)]
mod tests;
