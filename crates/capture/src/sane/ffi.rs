//! The C interface of SANE 1.0 (sane-project.org, "SANE Standard Version 1.06", chapter 4), bound
//! at run time: the program starts where no scanner library is installed, and needs no headers to
//! build. The only file of this crate that is allowed to be unsafe, with `device.rs` calling it.
#![expect(unsafe_code, reason = "a C library bound at run time")]

use std::ffi::{CStr, CString, c_char, c_int, c_uchar, c_void};

use libloading::Library;

use crate::scanner::{Cause, ScanError};

pub(super) const GOOD: c_int = 0;
pub(super) const EOF: c_int = 5;

pub(super) const TYPE_BOOL: c_int = 0;
pub(super) const TYPE_INT: c_int = 1;
pub(super) const TYPE_FIXED: c_int = 2;
pub(super) const TYPE_STRING: c_int = 3;

pub(super) const CONSTRAINT_RANGE: c_int = 1;
pub(super) const CONSTRAINT_WORD_LIST: c_int = 2;
pub(super) const CONSTRAINT_STRING_LIST: c_int = 3;

/// Capability bit: the option can be set by software.
pub(super) const CAP_SOFT_SELECT: c_int = 1;
/// Capability bit: the option has no effect now.
pub(super) const CAP_INACTIVE: c_int = 32;

const ACTION_SET_VALUE: c_int = 1;

pub(super) const FRAME_GRAY: c_int = 0;
pub(super) const FRAME_RGB: c_int = 1;

pub(super) type Handle = *mut c_void;

#[repr(C)]
struct RawDevice {
    name: *const c_char,
    vendor: *const c_char,
    model: *const c_char,
    kind: *const c_char,
}

#[repr(C)]
struct RawOption {
    name: *const c_char,
    title: *const c_char,
    desc: *const c_char,
    kind: c_int,
    unit: c_int,
    size: c_int,
    cap: c_int,
    constraint_type: c_int,
    constraint: *const c_void,
}

#[repr(C)]
struct RawRange {
    min: c_int,
    max: c_int,
    quant: c_int,
}

/// Frame parameters, as the C struct.
#[repr(C)]
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Parameters {
    pub(super) format: c_int,
    pub(super) last_frame: c_int,
    pub(super) bytes_per_line: c_int,
    pub(super) pixels_per_line: c_int,
    pub(super) lines: c_int,
    pub(super) depth: c_int,
}

/// An option, copied out of the library's memory.
#[derive(Debug, Clone)]
pub(super) struct OptionInfo {
    pub(super) index: c_int,
    pub(super) name: String,
    pub(super) kind: c_int,
    pub(super) size: c_int,
    pub(super) settable: bool,
    pub(super) constraint: Constraint,
}

#[derive(Debug, Clone)]
pub(super) enum Constraint {
    None,
    Range { min: c_int, max: c_int },
    Words(Vec<c_int>),
    Strings(Vec<String>),
}

type AuthCallback = Option<unsafe extern "C" fn(*const c_char, *mut c_char, *mut c_char)>;

/// The library and its functions. Function pointers stay valid while `_library` lives.
pub(super) struct Sane {
    get_devices: unsafe extern "C" fn(*mut *const *const RawDevice, c_int) -> c_int,
    open: unsafe extern "C" fn(*const c_char, *mut Handle) -> c_int,
    close: unsafe extern "C" fn(Handle),
    get_option: unsafe extern "C" fn(Handle, c_int) -> *const RawOption,
    control: unsafe extern "C" fn(Handle, c_int, c_int, *mut c_void, *mut c_int) -> c_int,
    get_parameters: unsafe extern "C" fn(Handle, *mut Parameters) -> c_int,
    start: unsafe extern "C" fn(Handle) -> c_int,
    read: unsafe extern "C" fn(Handle, *mut c_uchar, c_int, *mut c_int) -> c_int,
    cancel: unsafe extern "C" fn(Handle),
    exit: unsafe extern "C" fn(),
    _library: Library,
}

/// Library names tried in order.
const LIBRARIES: [&str; 2] = ["libsane.so.1", "libsane.so"];

impl Sane {
    /// Loads and initialises SANE.
    pub(super) fn load() -> Result<Self, ScanError> {
        let mut last: Option<Cause> = None;
        for name in LIBRARIES {
            // SAFETY: loading a system library runs its initialisers; libsane has none of its own.
            match unsafe { Library::new(name) } {
                Ok(library) => return Self::bind(library),
                Err(error) => last = Some(error.into()),
            }
        }
        Err(ScanError::NoBackend(last))
    }

    fn bind(library: Library) -> Result<Self, ScanError> {
        macro_rules! symbol {
            ($name:literal) => {
                // SAFETY: the type written at the field is that of the SANE standard.
                *unsafe { library.get(concat!($name, "\0").as_bytes()) }
                    .map_err(|e| ScanError::NoBackend(Some(e.into())))?
            };
        }
        let init: unsafe extern "C" fn(*mut c_int, AuthCallback) -> c_int = symbol!("sane_init");
        let sane = Self {
            get_devices: symbol!("sane_get_devices"),
            open: symbol!("sane_open"),
            close: symbol!("sane_close"),
            get_option: symbol!("sane_get_option_descriptor"),
            control: symbol!("sane_control_option"),
            get_parameters: symbol!("sane_get_parameters"),
            start: symbol!("sane_start"),
            read: symbol!("sane_read"),
            cancel: symbol!("sane_cancel"),
            exit: symbol!("sane_exit"),
            _library: library,
        };
        let mut version = 0;
        // SAFETY: `version` outlives the call; no authorisation callback is given.
        match unsafe { init(&raw mut version, None) } {
            GOOD => Ok(sane),
            status => Err(ScanError::Device(status)),
        }
    }

    /// Local and network devices: (name, vendor, model).
    pub(super) fn devices(&self) -> Result<Vec<[String; 3]>, c_int> {
        let mut list: *const *const RawDevice = std::ptr::null();
        // SAFETY: the list belongs to the library until the next call; it is copied here.
        let status = unsafe { (self.get_devices)(&raw mut list, 0) };
        if status != GOOD || list.is_null() {
            return Err(status);
        }
        let mut found = Vec::new();
        // SAFETY: the list is terminated by a null pointer; each entry holds C strings.
        unsafe {
            let mut at = list;
            while !(*at).is_null() {
                let device = &**at;
                found.push([text(device.name), text(device.vendor), text(device.model)]);
                at = at.add(1);
            }
        }
        Ok(found)
    }

    pub(super) fn open(&self, name: &CStr) -> Result<Handle, c_int> {
        let mut handle: Handle = std::ptr::null_mut();
        // SAFETY: `name` is a C string and `handle` a place for a pointer.
        match unsafe { (self.open)(name.as_ptr(), &raw mut handle) } {
            GOOD => Ok(handle),
            status => Err(status),
        }
    }

    pub(super) fn close(&self, handle: Handle) {
        // SAFETY: `handle` came from `open` and is not used after.
        unsafe { (self.close)(handle) }
    }

    /// Options by index until the library has no more.
    pub(super) fn options(&self, handle: Handle) -> Vec<OptionInfo> {
        // SAFETY: descriptors stay valid until the handle is closed; they are copied here.
        (1..512)
            .map_while(|index| {
                unsafe { (self.get_option)(handle, index).as_ref() }.map(|raw| (index, raw))
            })
            .map(|(index, raw)| unsafe { option_info(index, raw) })
            .collect()
    }

    /// Sets a word option (bool, int, fixed).
    pub(super) fn set_word(&self, handle: Handle, index: c_int, mut word: c_int) -> c_int {
        // SAFETY: a word option reads and writes exactly one word.
        unsafe {
            (self.control)(
                handle,
                index,
                ACTION_SET_VALUE,
                (&raw mut word).cast(),
                std::ptr::null_mut(),
            )
        }
    }

    /// Sets a string option; `size` is the descriptor's.
    pub(super) fn set_text(&self, handle: Handle, option: &OptionInfo, value: &str) -> c_int {
        let size = usize::try_from(option.size)
            .unwrap_or(0)
            .max(value.len() + 1);
        let Ok(value) = CString::new(value) else {
            return 4;
        };
        let mut buffer = value.into_bytes_with_nul();
        buffer.resize(size, 0);
        // SAFETY: the buffer holds at least the bytes the descriptor names.
        unsafe {
            (self.control)(
                handle,
                option.index,
                ACTION_SET_VALUE,
                buffer.as_mut_ptr().cast(),
                std::ptr::null_mut(),
            )
        }
    }

    pub(super) fn start(&self, handle: Handle) -> c_int {
        // SAFETY: `handle` is open.
        unsafe { (self.start)(handle) }
    }

    pub(super) fn parameters(&self, handle: Handle) -> Result<Parameters, c_int> {
        let mut parameters = Parameters::default();
        // SAFETY: `handle` is open and the struct is SANE's.
        match unsafe { (self.get_parameters)(handle, &raw mut parameters) } {
            GOOD => Ok(parameters),
            status => Err(status),
        }
    }

    /// Reads into `buffer`: how many bytes, or the status.
    pub(super) fn read(&self, handle: Handle, buffer: &mut [u8]) -> Result<usize, c_int> {
        let mut length: c_int = 0;
        let room = c_int::try_from(buffer.len()).unwrap_or(c_int::MAX);
        // SAFETY: at most `room` bytes are written into `buffer`.
        match unsafe { (self.read)(handle, buffer.as_mut_ptr(), room, &raw mut length) } {
            GOOD => Ok(usize::try_from(length).unwrap_or(0).min(buffer.len())),
            status => Err(status),
        }
    }

    pub(super) fn cancel(&self, handle: Handle) {
        // SAFETY: `handle` is open; cancelling twice is allowed.
        unsafe { (self.cancel)(handle) }
    }
}

impl Drop for Sane {
    fn drop(&mut self) {
        // SAFETY: every handle was closed by its owner; nothing is called after.
        unsafe { (self.exit)() }
    }
}

// SAFETY: all calls go through the one mutex of `SaneScanner`; SANE asks for one thread at a time.
unsafe impl Send for Sane {}

unsafe fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: the caller hands over a C string of the library.
    unsafe { CStr::from_ptr(pointer) }
        .to_string_lossy()
        .into_owned()
}

unsafe fn option_info(index: c_int, raw: &RawOption) -> OptionInfo {
    // SAFETY: the union's active member is the one `constraint_type` names.
    let constraint = unsafe {
        match raw.constraint_type {
            CONSTRAINT_RANGE => range(raw.constraint.cast()),
            CONSTRAINT_WORD_LIST => words(raw.constraint.cast()),
            CONSTRAINT_STRING_LIST => strings(raw.constraint.cast()),
            _ => Constraint::None,
        }
    };
    OptionInfo {
        index,
        // SAFETY: a C string of the library.
        name: unsafe { text(raw.name) },
        kind: raw.kind,
        size: raw.size,
        settable: raw.cap & CAP_SOFT_SELECT != 0 && raw.cap & CAP_INACTIVE == 0,
        constraint,
    }
}

unsafe fn range(pointer: *const RawRange) -> Constraint {
    // SAFETY: a range constraint points at one range.
    unsafe { pointer.as_ref() }.map_or(Constraint::None, |r| Constraint::Range {
        min: r.min,
        max: r.max,
    })
}

unsafe fn words(pointer: *const c_int) -> Constraint {
    if pointer.is_null() {
        return Constraint::None;
    }
    // SAFETY: the first word is the count of the words after it.
    let list = unsafe {
        let count = usize::try_from(*pointer).unwrap_or(0).min(1024);
        std::slice::from_raw_parts(pointer.add(1), count).to_vec()
    };
    Constraint::Words(list)
}

unsafe fn strings(mut pointer: *const *const c_char) -> Constraint {
    let mut list = Vec::new();
    // SAFETY: the list ends with a null pointer.
    unsafe {
        while !pointer.is_null() && !(*pointer).is_null() && list.len() < 256 {
            list.push(text(*pointer));
            pointer = pointer.add(1);
        }
    }
    Constraint::Strings(list)
}
