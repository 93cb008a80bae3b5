//! Whole integration services, one program each, in `src/bin`; here is what they share. And the pages of the repository
//! that hold code, so that it is compiled, and run where it can be, with the tests.
#![doc = include_str!("../../README.md")]
#![doc = include_str!("../../docs/testing-your-app.md")]

pub mod events;
pub mod journal;
pub mod live;
pub mod progress;
pub mod sandbox;
pub mod settle;
pub mod watching;
