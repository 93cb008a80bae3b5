//! What can be sent in one call: tuples of actions, lists of parts.

use std::fmt::Debug;

use connectors_core::{Action, Cx, Delivery, Effect, ErrorKind, Outcome, Request, Response, Result};
use serde_json::Value;

use super::{Part, unreadable};
use crate::{DataCenter, Zoho, errors};

/// Actions that make one call: a tuple of up to five, or a `Vec` of [`Part`].
pub trait Parts: Debug + std::marker::Send + Sync + 'static {
    /// What became of each.
    type Outcomes: std::marker::Send + 'static;

    /// How many there are.
    fn count(&self) -> usize;

    /// Their requests.
    fn requests(&self, cx: &Cx<'_, Zoho>) -> Result<Vec<Request>>;

    /// Reads the answers, which are as many as the requests, in the same order.
    fn outcomes(&self, answers: Vec<Outcome<Response>>) -> Self::Outcomes;
}

/// What became of an action, by the answer to it.
pub(super) fn outcome<A: Action<Connector = Zoho>>(
    action: &A,
    answer: Outcome<Response>,
) -> Outcome<A::Output> {
    let response = match answer {
        Outcome::Done(response) => response,
        Outcome::Failed(error) => return Outcome::Failed(error.with_action(A::META.id)),
        Outcome::Unknown(error) => return Outcome::Unknown(error.with_action(A::META.id)),
        Outcome::NotSent(error) => return Outcome::NotSent(error.with_action(A::META.id)),
    };
    // Whose account it is makes no difference to what an answer says.
    let zoho = Zoho::new(DataCenter::Us);
    if let Some(fault) = action.fault(&zoho, &response.head, &response.body) {
        // A part that failed in Zoho's hands may have been done, as any call.
        let broken = matches!(fault.kind, ErrorKind::Server | ErrorKind::Timeout);
        let open = (broken || response.status().is_server_error()) && A::META.effect != Effect::Read;
        let error = errors::refusal(fault, &response.head).with_action(A::META.id);
        return if open {
            Outcome::Unknown(error.with_delivery(Delivery::Unknown))
        } else {
            Outcome::Failed(error)
        };
    }
    match action.response(response) {
        Ok(output) => Outcome::Done(output),
        Err(error) => {
            // It was answered: whatever reading says, the call was made.
            let unsaid = error.delivery() == Delivery::NotSent;
            let error = if unsaid { error.with_delivery(Delivery::Accepted) } else { error };
            Outcome::of_failed_call(error.with_action(A::META.id))
        }
    }
}

/// For tuples of as many actions as there are letters.
macro_rules! tuple {
    ($($Part:ident $at:tt),+) => {
        impl<$($Part: Action<Connector = Zoho>),+> Parts for ($($Part,)+) {
            type Outcomes = ($(Outcome<$Part::Output>,)+);

            fn count(&self) -> usize {
                [$($at),+].len()
            }

            fn requests(&self, cx: &Cx<'_, Zoho>) -> Result<Vec<Request>> {
                Ok(vec![$(self.$at.request(cx)?),+])
            }

            fn outcomes(&self, answers: Vec<Outcome<Response>>) -> Self::Outcomes {
                let mut answers = answers.into_iter();
                ($(outcome(&self.$at, answers.next().unwrap_or_else(unreadable)),)+)
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);

impl Parts for Vec<Part> {
    type Outcomes = Vec<Outcome<Value>>;

    fn count(&self) -> usize {
        self.len()
    }

    fn requests(&self, cx: &Cx<'_, Zoho>) -> Result<Vec<Request>> {
        self.iter().map(|part| part.action().request(cx)).collect()
    }

    fn outcomes(&self, answers: Vec<Outcome<Response>>) -> Vec<Outcome<Value>> {
        self.iter().zip(answers).map(|(part, answer)| part.action().outcome(answer)).collect()
    }
}
