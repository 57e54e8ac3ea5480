//! Sticks and cards that are plugged in, so that nobody has to type where they are. Only where the
//! desktop mounts them for the person at the screen; whatever else there is can be typed.

use std::path::PathBuf;

/// Where desktops mount what is plugged in.
const ROOTS: [&str; 2] = ["/media/", "/run/media/"];
/// Most sticks listed.
const STICKS_MAX: usize = 8;
/// Largest list of mounts that is read, in bytes.
#[cfg(target_os = "linux")]
const MOUNTS_BYTES_MAX: u64 = 256 * 1024;

/// A stick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stick {
    /// Its folder.
    pub folder: PathBuf,
    /// What it is called.
    pub name: String,
}

/// Sticks that are plugged in and mounted.
#[cfg(target_os = "linux")]
#[must_use]
pub fn sticks() -> Vec<Stick> {
    use std::io::Read;
    let mut text = String::new();
    let read = std::fs::File::open("/proc/self/mounts")
        .and_then(|file| file.take(MOUNTS_BYTES_MAX).read_to_string(&mut text));
    match read {
        Ok(_) => listed(&text),
        Err(_none_can_be_told) => Vec::new(),
    }
}

/// Not known on this system: the folder is typed.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn sticks() -> Vec<Stick> {
    Vec::new()
}

/// The sticks in a list of mounts: device, folder, kind, options.
fn listed(mounts: &str) -> Vec<Stick> {
    let stick = |line: &str| {
        let mut words = line.split(' ');
        let (device, folder) = (words.next()?, plain(words.next()?));
        let is_stick =
            device.starts_with("/dev/") && ROOTS.iter().any(|root| folder.starts_with(root));
        let name = folder.rsplit('/').next().unwrap_or_default().to_owned();
        is_stick.then(|| Stick {
            folder: PathBuf::from(&folder),
            name,
        })
    };
    mounts.lines().filter_map(stick).take(STICKS_MAX).collect()
}

/// Spaces and the like are written as a backslash and three octal digits.
fn plain(word: &str) -> String {
    let mut bytes = Vec::with_capacity(word.len());
    let mut rest = word.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let octal = (*first == b'\\')
            .then(|| after.split_at_checked(3))
            .flatten();
        let value = octal.and_then(|(digits, left)| {
            let digits = std::str::from_utf8(digits).ok()?;
            Some((u8::from_str_radix(digits, 8).ok()?, left))
        });
        let (byte, left) = value.unwrap_or((*first, after));
        bytes.push(byte);
        rest = left;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sticks_are_told_from_disks_and_their_names_are_read() {
        let mounts = "/dev/sda2 / ext4 rw 0 0\n\
            tmpfs /run/media/huong tmpfs rw 0 0\n\
            /dev/sdb1 /media/huong/USB\\040c\\341\\273\\247a\\040ph\\303\\262ng vfat rw 0 0\n\
            /dev/sdc1 /run/media/huong/KINGSTON exfat rw 0 0\n";
        let found = listed(mounts);
        let names: Vec<&str> = found.iter().map(|stick| stick.name.as_str()).collect();
        assert_eq!(
            names,
            ["USB của phòng", "KINGSTON"],
            "the two that are plugged in"
        );
        assert_eq!(
            found[1].folder,
            PathBuf::from("/run/media/huong/KINGSTON"),
            "and where"
        );
    }

    #[test]
    fn a_list_of_mounts_that_makes_no_sense_names_no_stick() {
        for rubbish in [
            "",
            "\\",
            "/dev/sdb1",
            "/dev/sdb1 \\04",
            " \n \n",
            "/dev/x /media\\9",
        ] {
            assert_eq!(listed(rubbish), [], "{rubbish:?}");
        }
    }
}
