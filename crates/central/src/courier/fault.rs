//! Why a bundle was not taken in, in Vietnamese and in English: whoever stands at the centre with a
//! stick in the hand reads one of them. Nothing here names a person.

use thiserror::Error;

use crate::admit::Malformed;

/// Why a bundle was not taken in.
#[derive(Debug, Error)]
pub enum CourierFault {
    /// The file is not what it should be.
    #[error("{}", .0.vietnamese())] // its own words, in English, follow as the cause
    File(#[from] courier::CourierError),
    /// No such desk here.
    #[error(
        "máy gửi không có ở trung tâm này; có thể tệp của tỉnh khác / \
         no desk of this centre wrote the file; it may be another province's"
    )]
    UnknownDesk,
    /// Whoever brought it may not bring in what other offices send.
    #[error("gói của cơ quan khác / the bundle is another office's")]
    OtherOffice,
    /// The events are no piece of the desk's journal.
    #[error("nội dung không phải nhật ký của máy đó / what is inside is no journal of that desk")]
    Malformed(#[source] Malformed),
    /// The disk of the pages.
    #[error("không ghi được tệp vào kho / the folder of pages could not be written")]
    Disk(#[source] std::io::Error),
    /// The bucket of the pages.
    #[error("không ghi được tệp vào kho S3 / the bucket of pages could not be written")]
    Bucket(#[source] object_store::Error),
    /// The store.
    #[error("cơ sở dữ liệu không ghi được / the store failed")]
    Store(#[from] crate::store::StoreError),
    /// The centre itself.
    #[error("trung tâm gặp lỗi / the centre failed")]
    Centre(#[from] crate::error::Error),
    /// The program is ending.
    #[error("phần mềm đang dừng / the program is ending")]
    Stopped,
}
