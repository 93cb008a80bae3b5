//! Money outside of orders: gift cards, tenders, disputes, risks, checkouts that were left.

use connectors_sandbox::shopify::Shopify;
use serde_json::{Value, json};

use crate::customers::customer;
use crate::harness::World;
use crate::orders::{amount, paid_order, variants};

fn usd(amount: &str) -> Value {
    json!({ "amount": amount, "currencyCode": "USD" })
}

#[tokio::test]
async fn a_gift_card_is_spent_to_its_end_and_not_beyond() {
    let world = World::new().await;
    let create = "mutation($input: GiftCardCreateInput!) { giftCardCreate(input: $input) { giftCard { id lastCharacters maskedCode balance { amount } enabled customer { id } } giftCardCode userErrors { code field } } }";
    let ada = customer(&world, json!({ "email": "a@example.com" })).await;
    let made = world.done(create, json!({ "input": { "initialAmount": usd("20.00"), "code": "ABCD-1234-EFGH", "customerId": ada } })).await;
    assert_eq!(
        (&made["giftCardCode"], &made["giftCard"]["lastCharacters"]),
        (&json!("abcd1234efgh"), &json!("efgh"))
    );
    let code = async |input: Value| {
        world.payload(create, json!({ "input": input })).await["userErrors"][0]["code"].clone()
    };
    assert_eq!(code(json!({ "initialAmount": usd("1.00"), "code": "abcd1234efgh" })).await, "TAKEN");
    assert_eq!(code(json!({ "initialAmount": usd("1.00"), "code": "short" })).await, "TOO_SHORT");
    assert_eq!(code(json!({ "initialAmount": usd("0.00") })).await, "GREATER_THAN");
    assert_eq!(code(json!({})).await, "MISSING_ARGUMENT");
    let id = &made["giftCard"]["id"];
    let debit = "mutation($id: ID!, $input: GiftCardDebitInput!) { giftCardDebit(id: $id, debitInput: $input) { giftCardDebitTransaction { amount { amount } giftCard { balance { amount } } } userErrors { code } } }";
    let spent = world.done(debit, json!({ "id": id, "input": { "debitAmount": usd("15.00") } })).await;
    assert_eq!(
        spent["giftCardDebitTransaction"],
        json!({ "amount": { "amount": "-15.0" }, "giftCard": { "balance": { "amount": "5.0" } } })
    );
    let much = world.payload(debit, json!({ "id": id, "input": { "debitAmount": usd("5.01") } })).await;
    assert_eq!(much["userErrors"][0]["code"], "INSUFFICIENT_FUNDS");
    let off = "mutation($id: ID!) { giftCardDeactivate(id: $id) { giftCard { enabled deactivatedAt } userErrors { code } } }";
    assert_eq!(world.done(off, json!({ "id": id })).await["giftCard"]["enabled"], false);
    let found = world.data("{ partial: giftCards(first: 5, query: \"balance_status:partial status:disabled\") { nodes { id transactions(first: 5) { nodes { amount { amount } } } } } giftCardsCount { count } }", json!({})).await;
    assert_eq!(
        found["partial"]["nodes"],
        json!([{ "id": id, "transactions": { "nodes": [{ "amount": { "amount": "-15.0" } }] } }])
    );
    assert_eq!(found["giftCardsCount"]["count"], 1);
}

#[tokio::test]
async fn an_assessment_adds_to_an_orders_risk() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let order = paid_order(&world, &variant).await;
    let assess = "mutation($input: OrderRiskAssessmentCreateInput!) { orderRiskAssessmentCreate(orderRiskAssessmentInput: $input) { orderRiskAssessment { riskLevel facts { description } } userErrors { code } } }";
    let input = |level: &str| json!({ "input": { "orderId": order["id"], "riskLevel": level, "facts": [{ "description": "A fact", "sentiment": "NEUTRAL" }] } });
    world.done(assess, input("HIGH")).await;
    world.done(assess, input("LOW")).await;
    assert_eq!(world.payload(assess, input("PENDING")).await["userErrors"][0]["code"], "INVALID");
    let shown = world
        .data(
            "query($id: ID!) { order(id: $id) { risk { recommendation assessments { riskLevel } } } }",
            json!({ "id": order["id"] }),
        )
        .await;
    assert_eq!(
        shown["order"]["risk"],
        json!({ "recommendation": "CANCEL", "assessments": [{ "riskLevel": "HIGH" }, { "riskLevel": "LOW" }] })
    );
}

#[tokio::test]
async fn a_shop_with_orders_has_what_comes_with_them() {
    let world = World::of(Shopify::new().products(3, 1).customers(3).orders(20)).await;
    let data = world
        .data(
            "{ tenderTransactions(first: 50) { nodes { amount { amount } paymentMethod order { id } processedAt test } }
               disputes(first: 5) { nodes { status amount { amount } order { name disputes { status } totalReceivedSet { shopMoney { amount } } } } }
               abandonedCheckouts(first: 5) { nodes { id name totalPriceSet { shopMoney { amount } } lineItems(first: 5) { nodes { sku quantity } } customer { email } } }
               abandonedCheckoutsCount { count } risky: orders(first: 20, query: \"name:#1005\") { nodes { risk { recommendation } } } }",
            json!({}),
        )
        .await;
    // Of twenty, two are not paid and two only authorized.
    assert_eq!(data["tenderTransactions"]["nodes"].as_array().unwrap().len(), 16);
    let dispute = &data["disputes"]["nodes"][0];
    assert_eq!((&dispute["status"], &dispute["order"]["name"]), (&json!("NEEDS_RESPONSE"), &json!("#1020")));
    assert_eq!(dispute["amount"]["amount"], json!(amount(&dispute["order"], "totalReceivedSet")));
    assert_eq!(dispute["order"]["disputes"], json!([{ "status": "NEEDS_RESPONSE" }]));
    assert_eq!(data["abandonedCheckoutsCount"]["count"], 2);
    assert!(data["abandonedCheckouts"]["nodes"][0]["customer"]["email"].is_string(), "{data}");
    assert_eq!(data["risky"]["nodes"][0]["risk"]["recommendation"], "ACCEPT");
}

#[tokio::test]
async fn a_payment_by_card_costs_a_fee_and_goes_into_the_balance() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let order = paid_order(&world, &variant).await;
    let query = "query($id: ID!) { order(id: $id) { transactions { id fees { amount { amount } rate flatFee { amount } } settlementCurrency settlementCurrencyRate
        paymentDetails { ... on CardPaymentDetails { company number expirationMonth } } } }
        tenderTransactions(first: 5) { nodes { transactionDetails { ... on TenderTransactionCreditCardDetails { creditCardCompany } } } }
        shopifyPaymentsAccount { balanceTransactions(first: 5) { nodes { type amount { amount } fee { amount } net { amount } sourceOrderTransactionId associatedOrder { id name }
          associatedPayout { id status } adjustmentsOrders { name } } } } }";
    let shown = world.data(query, json!({ "id": order["id"] })).await;
    // 2.9 % of 27.00, and 0.30.
    let paid = &shown["order"]["transactions"][0];
    assert_eq!(
        (&paid["fees"][0]["amount"]["amount"], &paid["settlementCurrency"]),
        (&json!("1.08"), &json!("USD"))
    );
    assert_eq!(paid["paymentDetails"]["company"], "Visa");
    assert_eq!(shown["tenderTransactions"]["nodes"][0]["transactionDetails"]["creditCardCompany"], "Visa");
    let entry = &shown["shopifyPaymentsAccount"]["balanceTransactions"]["nodes"][0];
    let money = |field: &str| entry[field]["amount"].clone();
    assert_eq!((money("amount"), money("fee"), money("net")), (json!("27.0"), json!("1.08"), json!("25.92")));
    assert_eq!(entry["associatedOrder"], json!({ "id": order["id"], "name": "#1001" }));
    let number = paid["id"].as_str().unwrap().rsplit('/').next().unwrap();
    assert_eq!(entry["sourceOrderTransactionId"], number);
}

#[tokio::test]
async fn a_draft_on_terms_is_paid_when_it_is_due() {
    let world = World::of(Shopify::new().products(1, 1)).await;
    let variant = variants(&world).await.remove(0);
    let templates = "{ paymentTermsTemplates(paymentTermsType: NET) { id name dueInDays paymentTermsType description translatedName } }";
    let templates = world.data(templates, json!({})).await["paymentTermsTemplates"].clone();
    let month = templates.as_array().unwrap().iter().find(|one| one["dueInDays"] == 30).unwrap();
    let create = "mutation($input: DraftOrderInput!) { draftOrderCreate(input: $input) { draftOrder { id warnings { message } } userErrors { field } } }";
    let input = |template: &Value| {
        json!({ "input": { "lineItems": [{ "variantId": variant, "quantity": 1 }], "paymentTerms": { "paymentTermsTemplateId": template,
            "paymentSchedules": [{ "issuedAt": "2026-01-01T00:00:00Z" }] } } })
    };
    let odd = world.payload(create, input(&json!("gid://shopify/PaymentTermsTemplate/99"))).await;
    assert_eq!(odd["userErrors"], json!([{ "field": ["paymentTerms", "paymentTermsTemplateId"] }]));
    let draft = world.done(create, input(&month["id"])).await["draftOrder"]["id"].clone();
    let complete = "mutation($id: ID!) { draftOrderComplete(id: $id) { draftOrder { order { id displayFinancialStatus paymentTerms { paymentTermsName paymentTermsType dueInDays overdue
        paymentSchedules(first: 1) { nodes { dueAt completedAt balanceDue { amount } } } } } } userErrors { message } } }";
    let order = world.done(complete, json!({ "id": draft })).await["draftOrder"]["order"].clone();
    assert_eq!(order["displayFinancialStatus"], "PENDING");
    let terms = &order["paymentTerms"];
    assert_eq!((&terms["paymentTermsName"], &terms["dueInDays"]), (&json!("Net 30"), &json!(30)));
    let schedule = &terms["paymentSchedules"]["nodes"][0];
    assert_eq!(
        (&schedule["dueAt"], &schedule["completedAt"]),
        (&json!("2026-01-31T00:00:00Z"), &Value::Null)
    );
    let pay = "mutation($id: ID!) { orderMarkAsPaid(input: { id: $id }) { order { paymentTerms { overdue paymentSchedules(first: 1) { nodes { balanceDue { amount } } } } } userErrors { message } } }";
    let paid = world.done(pay, json!({ "id": order["id"] })).await["order"]["paymentTerms"].clone();
    assert_eq!(paid["overdue"], false);
    assert_eq!(paid["paymentSchedules"]["nodes"][0]["balanceDue"]["amount"], "0.0");
}
