//! Media of products, and files.

use serde_json::{Value, json};

use super::wanted;
use crate::shopify::Cx;
use crate::shopify::json::{given, list, objects, text, texts};
use crate::shopify::mutations::{Done, UserError, wrong};
use crate::store::Record;

/// The type of a file for what it holds.
fn kind(content: &str) -> &'static str {
    match content {
        "VIDEO" => "Video",
        "EXTERNAL_VIDEO" => "ExternalVideo",
        "MODEL_3D" => "Model3d",
        "FILE" => "GenericFile",
        _ => "MediaImage",
    }
}

/// A new file. It is ready at once.
fn make(cx: &mut Cx<'_>, input: &Record, content: &str) -> Result<String, UserError> {
    let source = text(input, "originalSource");
    if url::Url::parse(source).is_err() {
        return Err(wrong("originalSource", "Image URL is invalid").code("INVALID"));
    }
    let kind = kind(content);
    let id = cx.store.id(kind);
    let name =
        given(input, "filename").unwrap_or_else(|| source.rsplit('/').next().unwrap_or_default()).to_owned();
    let image = (kind == "MediaImage").then(|| {
        let image = id.replace("MediaImage", "ImageSource");
        json!({ "id": image, "url": source, "src": source, "originalSrc": source, "altText": input.get("alt") })
    });
    let now = cx.stamp();
    cx.store.put(json!({
        "id": id, "alt": input.get("alt"), "mediaContentType": if content == "FILE" { "IMAGE" } else { content },
        "status": "READY", "fileStatus": "READY", "image": image, "filename": name, "url": source,
        "originUrl": source, "embedUrl": source, "preview": { "image": image, "status": "READY" },
        "createdAt": now, "updatedAt": now,
    }));
    Ok(id)
}

fn add(cx: &mut Cx<'_>, product: &str, media: &[String]) {
    let Some(record) = cx.store.get(product) else { return };
    let mut all = texts(record, "media");
    all.extend(media.iter().filter(|id| !texts(record, "media").contains(id)).cloned());
    cx.store.set(product, json!({ "media": all }));
}

/// Makes media of inputs and adds them to a product.
pub(super) fn attach(cx: &mut Cx<'_>, product: &str, inputs: &[Value]) -> Result<Vec<String>, UserError> {
    let mut made = Vec::new();
    for (at, input) in inputs.iter().filter_map(Value::as_object).enumerate() {
        let content = text(input, "mediaContentType");
        made.push(make(cx, input, content).map_err(|error| error.under(&format!("media.{at}")))?);
    }
    add(cx, product, &made);
    Ok(made)
}

/// The same for files, which may be there already.
pub(super) fn attach_files(cx: &mut Cx<'_>, product: &str, inputs: &[Value]) -> Result<(), UserError> {
    let mut all = Vec::new();
    for input in inputs.iter().filter_map(Value::as_object) {
        all.push(match given(input, "id") {
            Some(id) => id.to_owned(),
            None => make(cx, input, given(input, "contentType").unwrap_or("IMAGE"))?,
        });
    }
    add(cx, product, &all);
    Ok(())
}

pub(super) fn create(cx: &mut Cx<'_>, args: &Record) -> Done {
    let product = wanted(cx, text(args, "productId"), "productId")?;
    let media = attach(cx, &product, list(args, "media"))?;
    Ok(json!({ "product": product, "media": media }))
}

fn change(cx: &mut Cx<'_>, input: &Record) -> Result<String, UserError> {
    let id = text(input, "id").to_owned();
    let Some(record) = cx.store.get(&id) else {
        return Err(wrong("id", "Media id does not exist").code("MEDIA_DOES_NOT_EXIST"));
    };
    let mut image = record.get("image").cloned().unwrap_or_default();
    let mut fields = json!({});
    if let Some(alt) = input.get("alt") {
        fields["alt"] = alt.clone();
        if image.is_object() {
            image["altText"] = alt.clone();
            fields["image"] = image;
        }
    }
    if let Some(name) = given(input, "filename") {
        fields["filename"] = json!(name);
    }
    cx.store.set(&id, fields);
    Ok(id)
}

pub(super) fn update(cx: &mut Cx<'_>, args: &Record) -> Done {
    let product = wanted(cx, text(args, "productId"), "productId")?;
    let mut media = Vec::new();
    for input in objects(args, "media") {
        media.push(change(cx, input)?);
    }
    Ok(json!({ "product": product, "media": media }))
}

/// Takes media out of a product and its variants.
fn detach_all(cx: &mut Cx<'_>, product: &str, gone: &[String]) {
    let mut holders = cx.store.ids("ProductVariant", "product", product);
    holders.push(product.to_owned());
    for holder in holders {
        let Some(record) = cx.store.get(&holder) else { continue };
        let media = texts(record, "media");
        let kept: Vec<&String> = media.iter().filter(|id| !gone.contains(id)).collect();
        if kept.len() < media.len() {
            let kept = json!({ "media": kept });
            cx.store.set(&holder, kept);
        }
    }
}

pub(super) fn delete(cx: &mut Cx<'_>, args: &Record) -> Done {
    let product = wanted(cx, text(args, "productId"), "productId")?;
    let gone = texts(args, "mediaIds");
    let own = texts(cx.store.get(&product).unwrap_or(args), "media");
    if gone.iter().any(|id| !own.contains(id)) {
        return Err(wrong("mediaIds", "Media does not exist on the product")
            .code("MEDIA_DOES_NOT_EXIST_ON_PRODUCT")
            .into());
    }
    detach_all(cx, &product, &gone);
    for id in &gone {
        cx.store.remove(id);
    }
    Ok(json!({ "product": product, "deletedMediaIds": gone }))
}

pub(super) fn reorder(cx: &mut Cx<'_>, args: &Record) -> Done {
    let product = wanted(cx, text(args, "id"), "id")?;
    let mut order = texts(cx.store.get(&product).unwrap_or(args), "media");
    for wish in objects(args, "moves") {
        let Some(at) = order.iter().position(|id| id == text(wish, "id")) else {
            return Err(wrong("moves", "Media does not exist").code("MEDIA_DOES_NOT_EXIST").into());
        };
        let id = order.remove(at);
        let to: usize = text(wish, "newPosition").parse().unwrap_or_default();
        order.insert(to.min(order.len()), id);
    }
    cx.store.set(&product, json!({ "media": order }));
    Ok(json!({ "job": cx.job() }))
}

fn on_variants(cx: &mut Cx<'_>, args: &Record, change: impl Fn(&mut Vec<String>, Vec<String>)) -> Done {
    let product = wanted(cx, text(args, "productId"), "productId")?;
    let mut variants = Vec::new();
    for wish in objects(args, "variantMedia") {
        let id = text(wish, "variantId").to_owned();
        let Some(record) = cx.store.get(&id).filter(|variant| text(variant, "product") == product) else {
            let message = "Product variant does not exist on product";
            return Err(wrong("variantMedia", message)
                .code("PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT")
                .into());
        };
        let mut media = texts(record, "media");
        change(&mut media, texts(wish, "mediaIds"));
        cx.store.set(&id, json!({ "media": media }));
        variants.push(id);
    }
    Ok(json!({ "product": product, "productVariants": variants }))
}

pub(super) fn append(cx: &mut Cx<'_>, args: &Record) -> Done {
    on_variants(cx, args, |media, more| media.extend(more))
}

pub(super) fn detach(cx: &mut Cx<'_>, args: &Record) -> Done {
    on_variants(cx, args, |media, gone| media.retain(|id| !gone.contains(id)))
}

pub(super) fn create_files(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut files = Vec::new();
    for (at, input) in objects(args, "files").enumerate() {
        let content = given(input, "contentType").unwrap_or("FILE");
        files.push(make(cx, input, content).map_err(|error| error.under(&format!("files.{at}")))?);
    }
    Ok(json!({ "files": files }))
}

pub(super) fn update_files(cx: &mut Cx<'_>, args: &Record) -> Done {
    let mut files = Vec::new();
    for input in objects(args, "files") {
        let id = change(cx, input).map_err(|error| error.code("FILE_DOES_NOT_EXIST"))?;
        for product in texts(input, "referencesToAdd") {
            add(cx, &product, std::slice::from_ref(&id));
        }
        for product in texts(input, "referencesToRemove") {
            detach_all(cx, &product, std::slice::from_ref(&id));
        }
        files.push(id);
    }
    Ok(json!({ "files": files }))
}

pub(super) fn delete_files(cx: &mut Cx<'_>, args: &Record) -> Done {
    let gone = texts(args, "fileIds");
    if gone.iter().any(|id| cx.store.get(id).is_none()) {
        return Err(wrong("fileIds", "File id does not exist").code("FILE_DOES_NOT_EXIST").into());
    }
    let products: Vec<String> =
        cx.store.all("Product").map(|product| text(product, "id").to_owned()).collect();
    for product in products {
        detach_all(cx, &product, &gone);
    }
    for id in &gone {
        cx.store.remove(id);
    }
    Ok(json!({ "deletedFileIds": gone }))
}
