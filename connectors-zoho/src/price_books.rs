//! Price books: what products cost for whom.

use chrono::{DateTime, Utc};

use crate::model::{Lookup, Tag};
use crate::record_type::{record_actions, record_type};

record_type! {
    /// A list of prices. The steps of its discount are in `Pricing_Details`, a sub-form among the custom fields.
    PriceBook = "Price_Books", "price_book" {
        price_book_name: String = "Price_Book_Name",
        pricing_model: String = "Pricing_Model",
        active: bool = "Active",
        description: String = "Description",
        owner: Lookup = "Owner",
        tag: Vec<Tag> = "Tag",
        created_by: Lookup = "Created_By",
        created_time: DateTime<Utc> = "Created_Time",
        modified_by: Lookup = "Modified_By",
        modified_time: DateTime<Utc> = "Modified_Time",
    }
}

record_actions!(PriceBook);
