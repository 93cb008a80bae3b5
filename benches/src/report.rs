//! What criterion measured, as ratios of medians.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Prints, for every group of these families, the medians of `pipeline` and `by_hand` and their ratio.
pub fn ratios(families: &[&str]) {
    let Some(home) = home() else { return };
    let mut groups: Vec<PathBuf> = std::fs::read_dir(&home)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| families.iter().any(|family| name(path).starts_with(&format!("{family}_"))))
        .collect();
    groups.sort();
    println!("\n{:<32} {:>12} {:>12} {:>7}", "", "ours µs", "by hand µs", "ratio");
    for group in groups {
        if let (Some(ours), Some(by_hand)) = (median(&group, "pipeline"), median(&group, "by_hand")) {
            let (name, ratio) = (name(&group), ours / by_hand);
            println!("{name:<32} {:>12.2} {:>12.2} {ratio:>7.3}", ours / 1000.0, by_hand / 1000.0);
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Where criterion keeps its figures: beside the programs that cargo builds.
fn home() -> Option<PathBuf> {
    if let Some(home) = std::env::var_os("CRITERION_HOME") {
        return Some(home.into());
    }
    let program = std::env::current_exe().ok()?;
    // target/release/deps/program
    Some(program.ancestors().nth(3)?.join("criterion"))
}

fn median(group: &Path, function: &str) -> Option<f64> {
    let file = group.join(function).join("new/estimates.json");
    let estimates: Value = serde_json::from_slice(&std::fs::read(file).ok()?).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}
