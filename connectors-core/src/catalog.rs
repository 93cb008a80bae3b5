//! Catalog.
/// x
#[derive(Debug)]
pub struct Catalog<C>(std::marker::PhantomData<C>);
