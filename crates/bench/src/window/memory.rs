//! Memory of a whole process tree as its proportional share (PSS): shared pages count once, divided
//! among those who share them.

use std::fs;

use crate::Failure;

/// A process and everything it has started, by /proc.
pub(super) fn tree(root: u32) -> Vec<u32> {
    let mut all = vec![root];
    let mut next = 0;
    while let Some(parent) = all.get(next).copied() {
        all.extend(children(parent));
        next += 1;
    }
    all
}

/// The children of a process.
pub(super) fn children(parent: u32) -> Vec<u32> {
    let Ok(tasks) = fs::read_dir(format!("/proc/{parent}/task")) else {
        return Vec::new();
    };
    tasks
        .flatten()
        .filter_map(|task| fs::read_to_string(task.path().join("children")).ok())
        .flat_map(|list| {
            list.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter_map(|id| id.parse().ok())
        .collect()
}

/// PSS of the tree in MB, and how many processes it is.
pub(super) fn pss_mb(root: u32) -> Result<(f64, usize), Failure> {
    let tree = tree(root);
    let mut kib = 0;
    for process in &tree {
        let path = format!("/proc/{process}/smaps_rollup");
        let text = fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
        kib += pss_kib(&text).ok_or("a process without a share of memory")?;
    }
    Ok((f64::from(kib) * 1_024.0 / 1e6, tree.len()))
}

fn pss_kib(rollup: &str) -> Option<u32> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_read_and_not_its_parts() {
        let rollup = "55d0-7ffc ---p 00000000 00:00 0 [rollup]\nRss:  9000 kB\n\
                      Pss:               4711 kB\nPss_Dirty:  11 kB\nPss_Anon:  7 kB\n";
        assert_eq!(pss_kib(rollup), Some(4_711), "the sum, not a part of it");
        assert_eq!(pss_kib("Rss: 1 kB\n"), None, "no share, no number");
    }

    #[test]
    fn this_process_has_memory() {
        let (mb, processes) = pss_mb(std::process::id()).expect("measured");
        assert!(
            mb > 0.1 && processes >= 1,
            "{mb} MB in {processes} processes"
        );
    }
}
