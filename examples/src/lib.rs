//! Whole integration services, one program each, in `src/bin`; and the front page of the repository, so that its code
//! is compiled with the tests.
#![doc = include_str!("../../README.md")]
