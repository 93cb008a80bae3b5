//! Where the descriptions are.

use std::{
    env, fmt,
    io::Write as _,
    path::{Path, PathBuf},
};

/// The environment variable that names the folder of the descriptions.
pub const SPECS: &str = "CONNECTORS_SPECS";
/// The environment variable that, set to `1`, makes missing descriptions an error.
pub const REQUIRE_SPECS: &str = "CONNECTORS_REQUIRE_SPECS";

/// The outcome of the search for the descriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Located {
    /// The folder that holds one folder per platform.
    Found(PathBuf),
    /// There are none here, and none are required.
    Absent,
}

impl Located {
    /// The folder, or, when there is none, a line on standard error that the checks of `platform` were skipped.
    pub fn or_say_skipped(self, platform: &str) -> Option<PathBuf> {
        match self {
            Self::Found(folder) => Some(folder),
            Self::Absent => {
                say(&format!("contract checks of {platform} SKIPPED: no API descriptions (set {SPECS})\n"));
                None
            }
        }
    }
}

/// Writes to standard error itself, since the test harness swallows what `eprintln!` says of a test that passes.
pub(crate) fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// The descriptions are not where they have to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingSpecs {
    looked: Vec<PathBuf>,
    named: bool,
}

impl fmt::Display for MissingSpecs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = if self.named { SPECS } else { REQUIRE_SPECS };
        write!(f, "no API descriptions, although {why} is set; looked in:")?;
        self.looked.iter().try_for_each(|folder| write!(f, " {}", folder.display()))
    }
}

impl std::error::Error for MissingSpecs {}

/// Finds the folder of the descriptions: [`SPECS`] if it is set, else `../shared/specs` beside the workspace or
/// beside one of the folders above the current one.
///
/// # Errors
/// When the folder that [`SPECS`] names does not exist, or when none is found and [`REQUIRE_SPECS`] is `1`.
pub fn locate() -> Result<Located, MissingSpecs> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let current = env::current_dir().unwrap_or_default();
    search(
        env::var_os(SPECS).filter(|value| !value.is_empty()).map(PathBuf::from),
        env::var_os(REQUIRE_SPECS).is_some_and(|value| value == "1"),
        workspace.into_iter().chain(current.ancestors()),
    )
}

fn search<'a>(
    named: Option<PathBuf>,
    required: bool,
    roots: impl Iterator<Item = &'a Path>,
) -> Result<Located, MissingSpecs> {
    let is_named = named.is_some();
    let looked: Vec<_> = match named {
        Some(folder) => vec![folder],
        None => roots.filter_map(Path::parent).map(|beside| beside.join("shared/specs")).collect(),
    };
    match looked.iter().find(|folder| folder.is_dir()) {
        Some(folder) => Ok(Located::Found(folder.clone())),
        None if is_named || required => Err(MissingSpecs { looked, named: is_named }),
        None => Ok(Located::Absent),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_beside_the_workspace_is_found_from_below() {
        let home = tempfile::tempdir().unwrap();
        let specs = home.path().join("shared/specs");
        std::fs::create_dir_all(&specs).unwrap();
        let inside = home.path().join("main/some-crate/src");
        assert_eq!(search(None, false, inside.ancestors()), Ok(Located::Found(specs)));
    }

    #[test]
    fn absence_is_an_error_only_where_descriptions_are_required() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("main");
        assert_eq!(search(None, false, [root.as_path()].into_iter()), Ok(Located::Absent));
        let error = search(None, true, [root.as_path()].into_iter()).unwrap_err();
        assert!(error.to_string().contains(REQUIRE_SPECS), "{error}");
    }

    #[test]
    fn a_named_folder_that_does_not_exist_is_an_error() {
        let home = tempfile::tempdir().unwrap();
        let error = search(Some(home.path().join("nowhere")), false, [].into_iter()).unwrap_err();
        assert!(error.to_string().contains("nowhere"), "{error}");
    }
}
