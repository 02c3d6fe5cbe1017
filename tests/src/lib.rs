//! What the tests of the whole house share: servers, databases, doors.

pub mod answer;
pub mod brittle;
pub mod browser;
pub mod bucket;
pub mod chaos;
pub mod document;
pub mod examples;
pub mod features;
pub mod hanging;
pub mod hostile;
pub mod in_c;
pub mod kept;
pub mod latecomer;
pub mod literals;
pub mod mail;
pub mod messages;
pub mod native;
pub mod outside;
pub mod postgres;
pub mod process;
pub mod reminders;
pub mod samples;
pub mod scene;
pub mod serving;
pub mod sheets;
pub mod shown;
pub mod shown_all;
pub mod trial;
pub mod turns;
pub mod twin;
pub mod world;

pub use answer::Answer;
pub use browser::{Browser, PASSWORD, email};
pub use features::features;
pub use process::Process;
pub use world::{SALON, Stage, World};
