//! The descriptions themselves, where they are there.

use connectors_contract::{locate, platforms};

#[test]
fn probe() {
    let Some(specs) = locate().unwrap().or_say_skipped("all") else { return };
    for api in [platforms::zoho_crm(&specs).unwrap(), platforms::xero(&specs).unwrap()] {
        println!("{}", api.len());
        println!("{:?}", api.compile_all());
    }
}
