//! Stock against a model of both sides, in which people change numbers at any moment and any call may break off, done or not.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use futures_util::FutureExt as _;

use super::*;

/// Both sides, the disk, and what happened.
struct World {
    random: RefCell<fastrand::Rng>,
    levels: RefCell<Vec<Level>>,
    books: RefCell<Books>,
    /// Keys that the shop did, with what was asked.
    keys: RefCell<HashMap<String, Vec<Change>>>,
    /// Marks of bookings with what they replaced.
    history: RefCell<HashMap<String, i64>>,
    begun: RefCell<Option<Begun>>,
    /// What all that people did comes to.
    sum: Cell<i64>,
    /// Whether people are there, and calls break off.
    trouble: Cell<bool>,
    now: Cell<DateTime<Utc>>,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let level = |at: usize, available| Level { location: place(at), available };
        let levels: Vec<Level> = (0..3).map(|at| level(at, random.i64(0..20))).collect();
        let shop = levels.iter().map(|level| level.available).sum();
        Self {
            random: RefCell::new(random),
            levels: RefCell::new(levels),
            books: RefCell::new(Books { stock: shop, agreed: Some(Agreed { crm: shop, shop }) }),
            keys: RefCell::default(),
            history: RefCell::default(),
            begun: RefCell::default(),
            sum: Cell::new(shop),
            trouble: Cell::new(true),
            now: Cell::new(DateTime::UNIX_EPOCH),
        }
    }

    fn chance(&self, of: f64) -> bool {
        self.trouble.get() && self.random.borrow_mut().f64() < of
    }

    /// Somebody sells, restocks, or counts in the CRM.
    fn people(&self) {
        while self.chance(0.3) {
            let mut random = self.random.borrow_mut();
            let (at, many) = (random.usize(0..3), random.i64(1..6));
            let level = &mut self.levels.borrow_mut()[at];
            let delta = match random.u8(0..4) {
                0 => {
                    level.available += many;
                    many
                }
                1 | 2 => {
                    let sold = level.available.clamp(0, many);
                    level.available -= sold;
                    -sold
                }
                _ => {
                    let mut books = self.books.borrow_mut();
                    let counted = (books.stock + random.i64(-8..8)).max(0);
                    let delta = counted - books.stock;
                    books.stock = counted;
                    delta
                }
            };
            self.sum.set(self.sum.get() + delta);
        }
    }

    /// A call: people before it, and it may break off before anything is done or after.
    fn call<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        self.people();
        let broken = || Error::new(ErrorKind::Server, "broken off").with_retryable(true);
        if self.chance(0.05) {
            return Err(broken());
        }
        let done = work();
        if self.chance(0.05) { Err(broken()) } else { done }
    }

    fn shop(&self) -> i64 {
        self.levels.borrow().iter().map(|level| level.available).sum()
    }

    fn settle(&self) -> Result<Done> {
        let article = Article { product: "1".to_owned(), item: Gid::from("gid://shopify/InventoryItem/1") };
        let stock = Stock { sides: self, keeper: self, preferred: Some(place(1)) };
        stock.settle(&article, None).now_or_never().expect("nothing waits")
    }

    /// Nothing was lost and nothing counted twice: what is not in the shop yet is what the CRM has to give.
    fn assert_sound(&self, seed: u64) {
        let books = *self.books.borrow();
        let agreed = books.agreed.expect("both agreed on something");
        assert_eq!(books.stock, self.sum.get(), "the CRM's number, seed {seed}");
        assert_eq!(
            self.shop(),
            self.sum.get() - (books.stock - agreed.crm),
            "the shop's number, seed {seed}: {books:?}"
        );
    }
}

impl Sides for World {
    async fn levels(&self, _: &Gid) -> Result<Vec<Level>> {
        self.call(|| Ok(self.levels.borrow().clone()))
    }

    async fn books(&self, _: &str) -> Result<Books> {
        self.call(|| Ok(*self.books.borrow()))
    }

    async fn adjust(&self, key: &str, _: &Gid, changes: &[Change]) -> Result<()> {
        self.call(|| {
            if let Some(done) = self.keys.borrow().get(key) {
                assert_eq!(done, changes, "a key stands for one thing");
                return Ok(());
            }
            let mut levels = self.levels.borrow_mut();
            let at = |change: &Change| levels.iter().position(|level| level.location == change.location);
            let places: Vec<usize> = changes.iter().map(|change| at(change).expect("a place")).collect();
            if places.iter().zip(changes).any(|(at, change)| levels[*at].available != change.from) {
                return Err(Error::new(ErrorKind::Conflict, "stale"));
            }
            for (at, change) in places.iter().zip(changes) {
                levels[*at].available += change.delta;
                assert!(levels[*at].available >= 0 || change.delta > 0, "below zero");
            }
            self.keys.borrow_mut().insert(key.to_owned(), changes.to_vec());
            Ok(())
        })
    }

    async fn agree(&self, _: &str, agreed: Agreed) -> Result<()> {
        self.call(|| {
            self.books.borrow_mut().agreed = Some(agreed);
            Ok(())
        })
    }

    async fn book(&self, _: &str, booking: &Booking) -> Result<()> {
        self.call(|| {
            let mut books = self.books.borrow_mut();
            self.history.borrow_mut().insert(booking.mark.clone(), books.stock);
            books.stock = booking.stock;
            books.agreed = booking.agreed.or(books.agreed);
            Ok(())
        })
    }

    async fn replaced(&self, _: &str, booking: &Booking) -> Result<Option<i64>> {
        self.call(|| Ok(self.history.borrow().get(&booking.mark).copied()))
    }

    fn now(&self) -> DateTime<Utc> {
        self.now.get()
    }
}

impl Keeper for World {
    fn begun(&self, _: &str) -> Option<Begun> {
        self.begun.borrow().clone()
    }

    fn begin(&self, _: &str, begun: Option<Begun>) -> Result<()> {
        // The program may be killed right before it is on the disk, or right after.
        let killed = || Error::new(ErrorKind::Server, "killed").with_retryable(true);
        if self.chance(0.02) {
            return Err(killed());
        }
        *self.begun.borrow_mut() = begun;
        if self.chance(0.02) { Err(killed()) } else { Ok(()) }
    }
}

fn place(at: usize) -> Gid {
    Gid::from(format!("gid://shopify/Location/{at}"))
}

#[test]
fn stock_is_the_sum_of_what_happened_whatever_breaks_off_and_whoever_changes_it_meanwhile() {
    let (mut repaired, mut adjusted) = (0, 0);
    for seed in 0..3_000 {
        let world = World::new(seed);
        for _ in 0..12 {
            world.people();
            if let Ok(done) = world.settle() {
                repaired += done.repaired;
                adjusted += done.adjusted;
            }
        }
        // In the end all is quiet.
        world.trouble.set(false);
        let done = world.settle().unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        world.assert_sound(seed);
        let open = world.shop() != world.sum.get();
        assert_eq!(open, done.problem.is_some(), "what does not go over is told, seed {seed}");
        assert_eq!(open, world.sum.get() < 0, "only what is not there stays behind, seed {seed}");
        assert_eq!(world.begun(""), None);
        let again = world.settle().unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(again.adjusted + again.booked, 0, "the second time there is nothing to do, seed {seed}");
    }
    assert!(
        repaired > 100 && adjusted > 1_000,
        "{repaired} repaired, {adjusted} adjusted: the test sees too little"
    );
}

#[test]
fn a_change_whose_key_the_shop_may_have_forgotten_is_not_guessed() {
    let world = World::new(1);
    world.trouble.set(false);
    let (location, from) = (place(0), world.levels.borrow()[0].available);
    let agreed = world.books.borrow().agreed.expect("agreed");
    world.books.borrow_mut().stock += 3;
    let changes = vec![Change { location, delta: 3, from }];
    let item = Gid::from("gid://shopify/InventoryItem/1");
    let after = Agreed { crm: agreed.crm + 3, shop: agreed.shop + 3 };
    let begun = Begun::Adjust { item, key: "key".to_owned(), changes, agreed: after, at: world.now.get() };
    *world.begun.borrow_mut() = Some(begun);
    // It was done, or three were found: nobody knows.
    world.levels.borrow_mut()[0].available += 3;
    world.now.set(world.now.get() + REMEMBERED);
    let problem = world.settle().expect("it ends").problem.expect("a person has to look");
    assert!(problem.message.contains("+3"), "{}", problem.message);
    assert_eq!(world.shop(), world.books.borrow().stock, "both numbers stand as they are");
    assert!(world.settle().expect("it ends").problem.is_none());
}
