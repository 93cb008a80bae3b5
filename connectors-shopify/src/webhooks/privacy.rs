//! Requests for the sake of privacy.

use connectors_core::Result;
use serde::{Deserialize, Serialize};

use super::{Notification, Topic};

/// What is asked for the sake of somebody's privacy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Privacy {
    /// A customer wants to know what the application keeps of them: tell the shop's owner.
    DataRequest(DataRequest),
    /// A customer wants to be forgotten.
    RedactCustomer(DataRequest),
    /// The shop removed the application 48 hours ago: forget all of it.
    RedactShop {
        /// The shop's number.
        shop_id: u64,
        /// Its domain.
        shop_domain: String,
    },
}

/// Whose data it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DataRequest {
    /// The shop's number.
    pub shop_id: u64,
    /// Its domain.
    pub shop_domain: String,
    /// The customer.
    pub customer: CustomerIdentity,
    /// The numbers of the orders that it is about; all of the customer's if there are none.
    #[serde(default, alias = "orders_requested", alias = "orders_to_redact")]
    pub orders: Vec<u64>,
}

/// A customer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct CustomerIdentity {
    /// Their number.
    pub id: Option<u64>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their phone number.
    pub phone: Option<String>,
}

impl Privacy {
    pub(super) fn of(notification: &Notification) -> Result<Option<Self>> {
        #[derive(Deserialize)]
        struct Shop {
            shop_id: u64,
            shop_domain: String,
        }
        Ok(Some(match notification.topic.known() {
            Some(Topic::CustomersDataRequest) => Self::DataRequest(notification.read()?),
            Some(Topic::CustomersRedact) => Self::RedactCustomer(notification.read()?),
            Some(Topic::ShopRedact) => {
                let Shop { shop_id, shop_domain } = notification.read()?;
                Self::RedactShop { shop_id, shop_domain }
            }
            _ => return Ok(None),
        }))
    }
}
