//! Every sample, run by its id against the sandbox, every exchange held against Shopify's schema.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::collections::{BTreeMap, BTreeSet};

use connectors_core::catalog::Kind;
use connectors_core::triggers::PollCursor;
use connectors_core::{Connector, Effect, Error};
use connectors_shopify::Shopify;
use serde_json::{Value, json};

#[path = "support/fit.rs"]
mod fit;
mod support;
#[path = "support/world.rs"]
mod world;
use world::World;

/// When a sample is run: what makes records comes first, what ends them last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Lists that name no record, so that it is known what is there.
    Lists,
    /// Types of what is made next.
    Defines,
    Makes,
    Others,
    Ends,
}

fn stage(id: &str, reads: bool, sample: &Value) -> Stage {
    let verb = id.split('.').nth(1).unwrap_or_default();
    let first = verb.split('_').next().unwrap_or_default();
    if reads {
        let lists = ["list", "count", "search"].contains(&first) && named(sample).is_empty();
        return if lists { Stage::Lists } else { Stage::Others };
    }
    if id.ends_with("_definition.create") {
        return Stage::Defines;
    }
    match first {
        "create" | "upsert" | "set" | "add" | "begin" | "start" => Stage::Makes,
        "delete" | "bulk" | "cancel" | "deactivate" | "decline" | "reject" | "remove" | "merge" => {
            Stage::Ends
        }
        _ => Stage::Others,
    }
}

/// The ids in a value, with their types and numbers.
fn named(value: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    each_text(value, &mut |text| {
        for part in text.split("gid://shopify/").skip(1) {
            let Some((kind, rest)) = part.split_once('/') else { continue };
            let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
            if !number.is_empty() {
                found.push((kind.to_owned(), number));
            }
        }
    });
    found
}

fn each_text(value: &Value, see: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => see(text),
        Value::Array(items) => items.iter().for_each(|item| each_text(item, see)),
        Value::Object(members) => members.values().for_each(|member| each_text(member, see)),
        _ => {}
    }
}

/// Runs samples, with their ids replaced by those of what is there.
struct Runner {
    world: World,
    /// Ids by their types, the newest last.
    known: BTreeMap<String, Vec<String>>,
    ran: BTreeSet<String>,
    /// The sample that is run, or that something is done before.
    now: String,
    /// How many inputs were made, for what has to differ.
    made: usize,
    /// What the shop refuses, as it is stated.
    refused: BTreeSet<String>,
    /// Triggers that found nothing.
    silent: BTreeSet<String>,
    /// What the sandbox says that it does not simulate.
    missing: BTreeSet<String>,
    /// What went wrong, in words.
    failed: Vec<String>,
}

impl Runner {
    /// The n-th newest record of a type; the oldest if there are not so many.
    fn of_kind(&self, kind: &str, nth: usize) -> Option<&String> {
        let known = self.known.get(fit::kind(kind))?;
        known.get(known.len().saturating_sub(nth.max(1)))
    }

    fn can(&self, sample: &Value) -> bool {
        named(sample).iter().all(|(kind, _)| self.of_kind(kind, 1).is_some())
    }

    /// Puts ids that are known in the place of the sample's: the newest for the first that the sample names of a type.
    fn put_ids(&self, value: &mut Value) {
        let mut all: Vec<(String, String)> = Vec::new();
        for one in named(value) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        self.put_each(value, &all);
    }

    fn put_each(&self, value: &mut Value, all: &[(String, String)]) {
        match value {
            Value::String(text) => {
                for (kind, number) in named(&json!(text.as_str())) {
                    let of_kind = all.iter().filter(|(known, _)| *known == kind);
                    let nth = of_kind
                        .map(|(_, known)| known)
                        .position(|known| *known == number)
                        .unwrap_or_default();
                    let Some(id) = self.of_kind(&kind, nth + 1) else { continue };
                    if id.contains('?') {
                        id.clone_into(text);
                    } else {
                        *text = text.replacen(&format!("gid://shopify/{kind}/{number}"), id, 1);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.put_each(item, all)),
            Value::Object(members) => members.values_mut().for_each(|member| self.put_each(member, all)),
            _ => {}
        }
    }

    /// Remembers the ids in an output: those of a change are the newest.
    fn learn(&mut self, output: &Value, changed: bool) {
        each_text(output, &mut |text| {
            let Some((kind, _)) = text.strip_prefix("gid://shopify/").and_then(|rest| rest.split_once('/'))
            else {
                return;
            };
            let known = self.known.entry(kind.to_owned()).or_default();
            match known.iter().position(|id| id == text) {
                Some(at) if changed => known[at..].rotate_left(1),
                Some(_) => {}
                None if changed => known.push(text.to_owned()),
                None => known.insert(0, text.to_owned()),
            }
        });
    }

    fn forget(&mut self, value: &Value) {
        each_text(value, &mut |text| {
            let kind = text
                .strip_prefix("gid://shopify/")
                .and_then(|rest| rest.split('/').next())
                .unwrap_or_default();
            if let Some(known) = self.known.get_mut(kind) {
                known.retain(|id| id != text);
            }
        });
    }

    async fn call(&mut self, id: &str, input: Value, fresh: bool) -> Result<Value, Error> {
        // So that there are points again, and a change is told from the making of a record.
        self.world.pass(1);
        let reads = Shopify::catalog().get(id).unwrap().meta().effect == Effect::Read;
        let output = self.world.client.run(id, input.clone()).await?;
        if id
            .split('.')
            .nth(1)
            .is_some_and(|verb| verb.starts_with("delete") || verb.starts_with("bulk_delete"))
        {
            self.forget(&input["id"]);
            self.forget(&input["ids"]);
            self.forget(&output);
        } else {
            self.learn(&output, fresh || !reads);
        }
        Ok(output)
    }

    /// Runs a sample, after what it wants to be done before.
    async fn run(&mut self, id: &str) {
        id.clone_into(&mut self.now);
        for before in fit::before(id) {
            let mut input = fit::sample(before);
            fit::fit(self, before, &mut input);
            if let Err(error) = self.call(before, input, true).await {
                return self.fails(id, &error);
            }
        }
        let mut input = fit::sample(id);
        fit::fit(self, id, &mut input);
        self.world.now_runs(id);
        match self.call(id, input, false).await {
            Ok(_) => drop(self.ran.insert(id.to_owned())),
            Err(error) => self.fails(id, &error),
        }
    }

    fn fails(&mut self, id: &str, error: &Error) {
        println!("{id}: {error}");
        let code = error.vendor_code().unwrap_or_default();
        if fit::MISSING.contains(&code) {
            self.missing.insert(id.to_owned());
        } else if code != "INTERNAL_SERVER_ERROR" {
            self.refused.insert(id.to_owned());
        } else {
            self.failed.push(format!("{id}: {error}"));
        }
    }
}

#[tokio::test]
async fn every_sample_runs_by_id() {
    let mut runner = Runner {
        world: World::new().await,
        known: BTreeMap::new(),
        made: 0,
        ran: BTreeSet::new(),
        now: String::new(),
        refused: BTreeSet::new(),
        silent: BTreeSet::new(),
        missing: BTreeSet::new(),
        failed: Vec::new(),
    };
    // What samples name and no sample makes without one.
    for document in [
        "mutation { collectionCreate(collection: { title: \"First\" }) { collection { id } userErrors { message } } }",
        "mutation { segmentCreate(name: \"All\", query: \"number_of_orders > 0\") { segment { id } userErrors { message } } }",
    ] {
        runner.call("graphql.mutate", json!({ "mutation": document }), true).await.unwrap();
    }
    let catalog = Shopify::catalog();
    let actions = catalog.iter().filter(|entry| entry.kind() == Kind::Action);
    let mut waiting: Vec<(Stage, String)> = actions
        .map(|entry| {
            (stage(&entry.id(), entry.meta().effect == Effect::Read, &fit::sample(&entry.id())), entry.id())
        })
        .collect();
    waiting.sort();
    for now in [Stage::Lists, Stage::Defines, Stage::Makes, Stage::Others, Stage::Ends] {
        if now == Stage::Ends {
            triggers(&mut runner).await;
        }
        // What names a record that is not there yet waits for one that makes it.
        while let Some(at) = waiting.iter().position(|(stage, id)| {
            *stage <= now
                && fit::before(id).iter().chain([&id.as_str()]).all(|id| runner.can(&fit::sample(id)))
        }) {
            let (_, id) = waiting.remove(at);
            runner.run(&id).await;
        }
    }
    let missing = std::mem::take(&mut runner.missing);
    let missing = missing.into_iter().chain(waiting.into_iter().map(|(_, id)| id)).collect();
    let mut wrong = std::mem::take(&mut runner.failed);
    wrong.extend(differ("not simulated", missing, fit::NOT_SIMULATED));
    wrong.extend(differ("refused", std::mem::take(&mut runner.refused), fit::REFUSED));
    wrong.extend(differ("silent", std::mem::take(&mut runner.silent), fit::SILENT));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    runner.world.judged();
}

/// In what a list is not what came out.
fn differ(what: &str, found: BTreeSet<String>, stated: &[&str]) -> Vec<String> {
    let stated: BTreeSet<String> = stated.iter().map(|id| (*id).to_owned()).collect();
    let more = found.difference(&stated).map(|id| format!("{id}: {what}, and not stated"));
    more.chain(stated.difference(&found).map(|id| format!("{id}: {what} no more"))).collect()
}

/// From before anything was made, so that each finds something.
async fn triggers(runner: &mut Runner) {
    runner.world.pass(600);
    let since = PollCursor::since("2020-01-01T00:00:00Z".parse().unwrap());
    for entry in Shopify::catalog().iter().filter(|entry| entry.kind() == Kind::Trigger) {
        let id = entry.id();
        let mut input = fit::sample(&id);
        // Everything, not only what the sample searches for.
        input.as_object_mut().unwrap().remove("query");
        fit::fit(runner, &id, &mut input);
        runner.world.now_runs(&id);
        match runner.world.client.run_poll(&id, input, &since).await {
            Ok(polled) if polled.events.is_empty() => {
                runner.silent.insert(id);
            }
            Ok(_) => {}
            Err(error) => runner.fails(&id, &error),
        }
    }
}
