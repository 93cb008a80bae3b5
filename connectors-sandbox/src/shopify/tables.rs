//! Facts about types and their fields, by which the generic parts know what to do.

/// A connection or list of records that name their parent in a field of theirs: parent, field, child, the child's field.
pub(super) const RELATIONS: &[(&str, &str, &str, &str)] = &[
    ("Product", "variants", "ProductVariant", "product"),
    ("InventoryItem", "inventoryLevels", "InventoryLevel", "item"),
    ("InventoryItem", "variants", "ProductVariant", "inventoryItem"),
    ("Location", "inventoryLevels", "InventoryLevel", "location"),
    ("Customer", "orders", "Order", "customer"),
    ("Order", "lineItems", "LineItem", "order"),
    ("Order", "shippingLines", "ShippingLine", "order"),
    ("Order", "fulfillmentOrders", "FulfillmentOrder", "order"),
    ("Order", "fulfillments", "Fulfillment", "order"),
    ("Order", "refunds", "Refund", "order"),
    ("Order", "returns", "Return", "order"),
    ("Order", "transactions", "OrderTransaction", "order"),
    ("FulfillmentOrder", "merchantRequests", "FulfillmentOrderMerchantRequest", "fulfillmentOrder"),
    ("FulfillmentOrder", "lineItems", "FulfillmentOrderLineItem", "fulfillmentOrder"),
    ("Fulfillment", "fulfillmentLineItems", "FulfillmentLineItem", "fulfillment"),
    ("Fulfillment", "events", "FulfillmentEvent", "fulfillment"),
    ("Return", "returnLineItems", "ReturnLineItem", "return"),
    ("Return", "refunds", "Refund", "return"),
    ("Return", "exchangeLineItems", "ExchangeLineItem", "return"),
    ("Refund", "transactions", "OrderTransaction", "refund"),
    ("AbandonedCheckout", "lineItems", "AbandonedCheckoutLineItem", "checkout"),
    ("DraftOrder", "lineItems", "DraftOrderLineItem", "draftOrder"),
    ("Blog", "articles", "Article", "blog"),
    ("Company", "contacts", "CompanyContact", "company"),
    ("Company", "locations", "CompanyLocation", "company"),
    ("Article", "comments", "Comment", "article"),
    ("MetafieldDefinition", "metafields", "Metafield", "definition"),
    ("MetaobjectDefinition", "metaobjects", "Metaobject", "definition"),
];

/// The children of every type that has them, and all of them at the root.
pub(super) const COMMON: &[(&str, &str, &str)] =
    &[("metafields", "Metafield", "owner"), ("events", "BasicEvent", "subject")];

/// Which child, and which field of it, a field of a parent stands for.
pub(super) fn relation(parent: &str, field: &str) -> Option<(&'static str, &'static str)> {
    let own = RELATIONS.iter().find(|(kind, name, ..)| *kind == parent && *name == field);
    let own = own.map(|(_, _, child, by)| (*child, *by));
    own.or_else(|| COMMON.iter().find(|(name, ..)| *name == field).map(|(_, child, by)| (*child, *by)))
}

/// The fields by which records of a type are found fast.
pub(super) fn indexed(kind: &str) -> &'static [&'static str] {
    match kind {
        "Product" | "Collection" | "Blog" | "Page" | "Market" => &["handle"],
        "UrlRedirect" => &["path"],
        "Comment" => &["article"],
        "CompanyContact" | "CompanyLocation" => &["company"],
        "DiscountRedeemCode" => &["discount", "lower"],
        "MetafieldDefinition" => &["ownerType"],
        "MetaobjectDefinition" => &["type"],
        "ProductVariant" => &["product", "inventoryItem"],
        "InventoryItem" => &["sku"],
        "InventoryLevel" => &["item", "location"],
        "Order" => &["customer", "name"],
        "Customer" => &["email", "phone"],
        "MailingAddress" | "AbandonedCheckout" | "DraftOrder" => &["customer"],
        "GiftCard" => &["customer", "code"],
        "GiftCardCreditTransaction" | "GiftCardDebitTransaction" => &["giftCard"],
        "TenderTransaction" | "ShopifyPaymentsDispute" => &["order"],
        "AbandonedCheckoutLineItem" => &["checkout"],
        "LineItem" | "ShippingLine" => &["order", "variant"],
        "FulfillmentOrder" | "Fulfillment" | "Refund" | "Return" => &["order", "return"],
        "OrderTransaction" => &["order", "refund"],
        "FulfillmentOrderLineItem" => &["fulfillmentOrder", "lineItem"],
        "FulfillmentLineItem" => &["fulfillment", "lineItem"],
        "FulfillmentEvent" => &["fulfillment"],
        "ExchangeLineItem" => &["return"],
        "ReturnLineItem" => &["return", "fulfillmentLineItem"],
        "DraftOrderLineItem" => &["draftOrder"],
        "Article" => &["blog", "handle"],
        "Metafield" => &["owner", "definition"],
        "Metaobject" => &["definition", "type", "handle"],
        "BasicEvent" => &["subject"],
        _ => &[],
    }
}

/// Root fields whose name does not tell the type of their records.
pub(super) const ROOTS: &[(&str, &str)] = &[("disputes", "ShopifyPaymentsDispute"), ("events", "BasicEvent")];

/// The field that a word of a `sortKey` enumeration means, where it is not the same in another spelling.
pub(super) const SORTED_BY: &[(&str, &str, &str)] = &[
    ("Product", "INVENTORY_TOTAL", "totalInventory"),
    ("Product", "CREATED", "createdAt"),
    ("Product", "PRICE", "leastPrice"),
    ("Article", "AUTHOR", "author.name"),
    ("Article", "BLOG_TITLE", "blogTitle"),
    ("Company", "SINCE_DATE", "customerSince"),
    ("Company", "ORDER_COUNT", "ordersCount"),
    ("ProductVariant", "FULL_TITLE", "displayName"),
    ("ProductVariant", "NAME", "displayName"),
    ("Order", "ORDER_NUMBER", "number"),
    ("Order", "TOTAL_PRICE", "totalPriceSet"),
    ("Order", "TOTAL_ITEMS_QUANTITY", "subtotalLineItemsQuantity"),
    ("Order", "CURRENT_TOTAL_PRICE", "currentTotalPriceSet"),
    ("Order", "FINANCIAL_STATUS", "displayFinancialStatus"),
    ("Order", "FULFILLMENT_STATUS", "displayFulfillmentStatus"),
    ("Customer", "NAME", "displayName"),
    ("DraftOrder", "NUMBER", "id"),
    ("DraftOrder", "TOTAL_PRICE", "totalPriceSet"),
    ("AbandonedCheckout", "TOTAL_PRICE", "totalPriceSet"),
    ("AbandonedCheckout", "CHECKOUT_ID", "id"),
    ("Market", "MARKET_TYPE", "type"),
    ("FulfillmentEvent", "HAPPENED_AT", "happenedAt"),
    ("ShopifyPaymentsBalanceTransaction", "PROCESSED_AT", "transactionDate"),
    ("ShopifyPaymentsBalanceTransaction", "ORDER_NAME", "associatedOrder.name"),
    ("ShopifyPaymentsBalanceTransaction", "TRANSACTION_TYPE", "type"),
];

/// The field that a name in a search means, where it is not the same in another spelling.
pub(super) const SEARCHED: &[(&str, &str, &str)] = &[
    ("", "tag", "tags"),
    ("Product", "variant_title", "variants.title"),
    ("Product", "sku", "variants.sku"),
    ("Product", "barcode", "variants.barcode"),
    ("Product", "price", "variants.price"),
    ("Product", "inventory_total", "totalInventory"),
    ("Product", "gift_card", "isGiftCard"),
    ("Product", "product_publication_status", "status"),
    ("ProductVariant", "product_id", "product"),
    ("ProductVariant", "product_status", "product.status"),
    ("ProductVariant", "product_type", "product.productType"),
    ("ProductVariant", "vendor", "product.vendor"),
    ("ProductVariant", "tag", "product.tags"),
    ("Order", "financial_status", "displayFinancialStatus"),
    ("Order", "fulfillment_status", "displayFulfillmentStatus"),
    ("Order", "customer_id", "customer"),
    ("Order", "sku", "lineItems.sku"),
    ("Order", "product_id", "lineItems.product"),
    ("Order", "variant_id", "lineItems.variant"),
    ("Order", "discount_code", "discountCodes"),
    ("Order", "gateway", "paymentGatewayNames"),
    ("Order", "return_status", "returnStatus"),
    ("Order", "total_price", "totalPriceSet"),
    ("Customer", "orders_count", "numberOfOrders"),
    ("Customer", "total_spent", "amountSpent"),
    ("Customer", "accepts_marketing", "emailMarketing"),
    ("Customer", "country", "defaultAddress.country"),
    ("Customer", "email_marketing_state", "emailMarketingConsent.marketingState"),
    ("Customer", "sms_marketing_state", "smsMarketingConsent.marketingState"),
    ("Customer", "last_order_date", "lastOrderDate"),
    ("Customer", "customer_date", "createdAt"),
    ("DraftOrder", "customer_id", "customer"),
    ("InventoryLevel", "inventory_item_id", "item"),
    ("InventoryLevel", "location_id", "location"),
    ("FulfillmentOrder", "order_id", "order"),
    ("FulfillmentOrder", "assigned_location_id", "assignedLocation.location"),
    ("GiftCard", "customer_id", "customer"),
    ("DiscountNode", "code", "code"),
    ("DiscountNode", "discount_class", "discountClasses"),
    ("DiscountNode", "discount_type", "type"),
    ("DiscountNode", "ends_at", "endsAt"),
    ("DiscountNode", "method", "method"),
    ("DiscountNode", "starts_at", "startsAt"),
    ("DiscountNode", "status", "status"),
    ("DiscountNode", "times_used", "asyncUsageCount"),
    ("DiscountNode", "title", "title"),
    ("DiscountNode", "type", "type"),
    ("DiscountNode", "updated_at", "updatedAt"),
    ("DiscountNode", "created_at", "createdAt"),
    ("GiftCard", "code", "code"),
    ("GiftCard", "last_characters", "lastCharacters"),
    ("GiftCard", "initial_value", "initialValue"),
    ("GiftCard", "expires_on", "expiresOn"),
    ("GiftCard", "status", "status"),
    ("GiftCard", "balance_status", "balanceStatus"),
    ("AbandonedCheckout", "status", "status"),
    ("AbandonedCheckout", "email_state", "emailState"),
    ("ShopifyPaymentsBalanceTransaction", "processed_at", "transactionDate"),
    ("ShopifyPaymentsBalanceTransaction", "transaction_type", "type"),
    ("ShopifyPaymentsBalanceTransaction", "payments_transfer_id", "associatedPayout.id"),
    ("SalesAgreement", "happened_at", "happenedAt"),
    ("ShopifyPaymentsDispute", "initiated_at", "initiatedAt"),
    ("Article", "blog_id", "blog"),
    ("Article", "author", "author.name"),
    ("Article", "blog_title", "blogTitle"),
    ("Collection", "collection_type", "collectionType"),
    ("Collection", "product_id", "products.id"),
    ("BasicEvent", "subject_type", "subjectType"),
    ("BulkOperation", "operation_type", "type"),
];

/// What a search without a field's name looks into.
pub(super) fn searched_by_default(kind: &str) -> &'static [&'static str] {
    match kind {
        "Product" => &["title", "vendor", "productType", "handle", "tags", "variants.sku", "variants.title"],
        "ProductVariant" => &["title", "sku", "barcode", "product.title"],
        "Customer" => &["displayName", "email", "phone", "note", "tags"],
        "Order" => &["name", "email", "phone", "note", "lineItems.sku", "lineItems.title"],
        "DraftOrder" => &["name", "email", "tags"],
        "GiftCard" => &["code", "lastCharacters", "note"],
        "InventoryItem" => &["sku"],
        "UrlRedirect" => &["path", "target"],
        _ => &["title", "name", "handle"],
    }
}

/// `totalPrice` for `TOTAL_PRICE` and `total_price`.
pub(super) fn camel(name: &str) -> String {
    let mut words = name.split('_').map(str::to_lowercase);
    let first = words.next().unwrap_or_default();
    words.fold(first, |mut all, word| {
        let mut letters = word.chars();
        all.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        all.push_str(letters.as_str());
        all
    })
}
