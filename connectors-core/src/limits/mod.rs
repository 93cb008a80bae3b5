//! Limits: what a platform allows, kept to the last call.

mod window;

pub use window::{
    Demand, Feedback, Kind, LimitKey, Pause, Priority, Reading, Scope, Unit, Usage, Window,
};
