//! Subscriptions: what an app wants to be told, and where.

use serde_json::{Value, json};
use url::{Host, Url};

use crate::shopify::json::{copy, given, map, object, objects, text, texts};
use crate::shopify::mutations::{Done, Mutation, UserError, wrong};
use crate::shopify::{Cx, versions};
use crate::store::Record;

pub(in crate::shopify) const MUTATIONS: &[(&str, Mutation)] = &[
    ("webhookSubscriptionCreate", create),
    ("webhookSubscriptionUpdate", update),
    ("webhookSubscriptionDelete", delete),
];

/// What an input says as it is stored.
const PLAIN: &[&str] = &["filter", "name", "format"];
const LISTS: &[&str] = &["includeFields", "metafieldNamespaces"];

/// Hosts that Shopify itself is at.
const SHOPIFYS: &[&str] = &["myshopify.com", "shopify.com", "myshopify.io"];

/// What is wrong with an address, if it is none that Shopify would post to. Plain HTTP is for this machine only, as a receiver in a
/// test is; Shopify does not take it.
fn problem(address: &str) -> Option<&'static str> {
    if let Some(topic) = address.strip_prefix("pubsub://") {
        let named =
            topic.split_once(':').is_some_and(|(project, topic)| !project.is_empty() && !topic.is_empty());
        return (!named).then_some("Address is invalid");
    }
    if address.starts_with("arn:aws:events:") {
        return (!address.contains("::event-source/")).then_some("Address is not a valid ARN");
    }
    let Ok(url) = Url::parse(address) else { return Some("Address is invalid") };
    let here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return Some("Address is invalid"),
    };
    let host = url.host_str().unwrap_or_default();
    let within = |one: &str| host == one || host.strip_suffix(one).is_some_and(|rest| rest.ends_with('.'));
    match url.scheme() {
        "http" if !here => Some("Address protocol http:// is not supported"),
        "http" | "https" if SHOPIFYS.iter().any(|one| within(one)) => {
            Some("Address cannot be a Shopify or an internal domain")
        }
        "http" | "https" => None,
        _ => Some("Address protocol is not supported"),
    }
}

/// An address in the form of its kind.
fn endpoint(address: &str) -> Value {
    if let Some((project, topic)) = address.strip_prefix("pubsub://").and_then(|topic| topic.split_once(':'))
    {
        json!({ "__typename": "WebhookPubSubEndpoint", "pubSubProject": project, "pubSubTopic": topic })
    } else if address.starts_with("arn:") {
        json!({ "__typename": "WebhookEventBridgeEndpoint", "arn": address })
    } else {
        json!({ "__typename": "WebhookHttpEndpoint", "callbackUrl": address })
    }
}

/// Fills `record` with what an input says.
fn fill(cx: &Cx<'_>, record: &mut Record, input: &Record) -> Result<(), UserError> {
    copy(input, record, PLAIN);
    for field in LISTS {
        if input.contains_key(*field) {
            record.insert((*field).to_owned(), json!(texts(input, field)));
        }
    }
    if input.contains_key("metafields") {
        let named = |one: &Record| json!({ "key": text(one, "key"), "namespace": given(one, "namespace").unwrap_or("$app") });
        let named: Value = objects(input, "metafields").map(named).collect();
        record.insert("metafields".to_owned(), named);
    }
    if given(record, "format") == Some("XML") {
        return Err(wrong("webhookSubscription.format", "The sandbox writes JSON only"));
    }
    let at = if input.contains_key("callbackUrl") { "callbackUrl" } else { "uri" };
    let path = format!("webhookSubscription.{at}");
    if let Some(address) = input.get(at) {
        record.insert("uri".to_owned(), address.clone());
    }
    let Some(address) = given(record, "uri").map(str::to_owned) else {
        return Err(wrong(&path, "Address can't be blank"));
    };
    if let Some(problem) = problem(&address) {
        return Err(wrong(&path, problem));
    }
    let same = |one: &Record| {
        ["topic", "uri", "filter"].iter().all(|field| one.get(*field) == record.get(*field))
            && text(one, "id") != text(record, "id")
    };
    if cx.store.all("WebhookSubscription").any(same) {
        return Err(wrong(&path, "Address for this topic has already been taken"));
    }
    if given(record, "name").is_some_and(|name| name.chars().count() > 50) {
        return Err(wrong("webhookSubscription.name", "Name is too long (maximum is 50 characters)"));
    }
    record.insert("endpoint".to_owned(), endpoint(&address));
    record.insert("callbackUrl".to_owned(), json!(address));
    Ok(())
}

fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let input = object(args, "webhookSubscription").cloned().unwrap_or_default();
    let id = cx.store.id("WebhookSubscription");
    let now = cx.stamp();
    let version = versions::supported(cx.now).last();
    let mut record = map(json!({
        "id": id, "topic": args.get("topic"), "format": "JSON", "includeFields": [], "metafieldNamespaces": [], "metafields": [],
        "filter": null, "name": null, "createdAt": now, "updatedAt": now,
        "apiVersion": { "handle": version, "displayName": version, "supported": true },
    }));
    fill(cx, &mut record, &input)?;
    cx.store.put(Value::Object(record));
    Ok(json!({ "webhookSubscription": id }))
}

fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut record = known(cx, text(args, "id"))?;
    let input = object(args, "webhookSubscription").cloned().unwrap_or_default();
    fill(cx, &mut record, &input)?;
    Ok(json!({ "webhookSubscription": cx.store.put(Value::Object(record)) }))
}

fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let id = text(args, "id");
    known(cx, id)?;
    cx.store.remove(id);
    Ok(json!({ "deletedWebhookSubscriptionId": id }))
}

fn known(cx: &Cx<'_>, id: &str) -> Result<Record, UserError> {
    let found = cx.store.get(id).filter(|_| id.contains("/WebhookSubscription/"));
    found.cloned().ok_or_else(|| wrong("id", "Webhook subscription does not exist"))
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn deliveries_go_to_https_to_queues_and_to_this_machine() {
        let good = [
            "https://example.com/a?b=c",
            "http://127.0.0.1:8080/x",
            "http://localhost/x",
            "http://[::1]:1/",
            "pubsub://project:topic",
            "arn:aws:events:us-east-1::event-source/aws.partner/shopify.com/1/source",
        ];
        for good in good {
            assert_eq!(problem(good), None, "{good}");
        }
        let bad = [
            "",
            "example.com",
            "http://example.com/",
            "ftp://example.com/",
            "https://acme.myshopify.com/x",
            "https://shopify.com/x",
            "pubsub://project",
            "pubsub://:topic",
            "arn:aws:events:us-east-1:rule",
        ];
        for bad in bad {
            assert!(problem(bad).is_some(), "{bad}");
        }
        assert_eq!(problem("https://notshopify.com/"), None);
    }
}
