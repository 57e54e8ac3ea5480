//! Why a file was not written, or not taken. Nothing here names a person.

use std::io;

use thiserror::Error;

/// What is wrong with a bundle or an answer.
#[derive(Debug, Error)]
pub enum CourierError {
    /// It does not begin like one.
    #[error("this is no {what} of Một Cửa Desk")]
    Foreign {
        /// What it should be.
        what: &'static str,
    },
    /// It begins like one and is cut off, or its beginning makes no sense.
    #[error("the file is cut off or damaged at its beginning")]
    Header,
    /// A newer program wrote it.
    #[error("the file has format {found}, this program knows {known}")]
    Newer {
        /// Its format.
        found: u16,
        /// The newest known here.
        known: u16,
    },
    /// It was changed, cut, or signed by somebody else.
    #[error("the signature does not fit: the file was changed, cut off, or is another's")]
    Signature,
    /// It is locked to another centre.
    #[error("the file is locked to another centre")]
    OtherCentre,
    /// What is inside does not read.
    #[error("what is inside does not read")]
    Damaged,
    /// More of something than there may be.
    #[error("too many or too large: {what}")]
    TooLarge {
        /// What.
        what: &'static str,
    },
    /// Its parts do not follow one another.
    #[error("the parts of the file are out of order")]
    Order,
    /// The disk.
    #[error("the file could not be read or written")]
    Io(#[source] io::Error),
}

impl CourierError {
    /// The same for an officer or administrator who reads Vietnamese.
    #[must_use]
    pub const fn vietnamese(&self) -> &'static str {
        match self {
            Self::Foreign { .. } => "đây không phải tệp chuyển của Một Cửa Desk",
            Self::Header => "tệp bị cắt cụt hoặc hỏng ở phần đầu",
            Self::Newer { .. } => "tệp do phiên bản mới hơn tạo ra, cần cập nhật phần mềm",
            Self::Signature => "chữ ký không khớp: tệp bị sửa, bị cắt cụt hoặc của máy khác",
            Self::OtherCentre => "tệp khóa cho một trung tâm khác",
            Self::Damaged => "nội dung bên trong không đọc được",
            Self::TooLarge { .. } => "tệp vượt quá giới hạn cho phép",
            Self::Order => "các phần của tệp không theo thứ tự",
            Self::Io(_) => "không đọc hoặc không ghi được tệp",
        }
    }
}

/// An error of reading: what decryption or decompression found wrong comes back as [`io::Error`],
/// too, and means that the bytes are others.
impl From<io::Error> for CourierError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
        let is_content = matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof);
        // zstd's own errors have no kind and no code of the system
        let is_zstd = error.kind() == io::ErrorKind::Other && error.raw_os_error().is_none();
        if is_content || is_zstd {
            Self::Damaged
        } else {
            Self::Io(error)
        }
    }
}
