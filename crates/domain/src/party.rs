//! The people and organisations of a dossier: one or more parties by role, and the submitter with
//! the capacity in which they act (counter.md 10–13).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::birth_date::BirthDate;
use crate::citizen_id::PersonNumber;
use crate::phone::Phone;
use crate::tax_code::TaxCode;

/// Longest name of a person or organisation, in characters (vendor column `ChuHoSo`).
pub const NAME_CHARS_MAX: usize = 500;

/// The part a party plays in a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyRole {
    /// Chủ hồ sơ, the ordinary single applicant.
    Applicant,
    /// Người yêu cầu.
    Requester,
    /// Bên nam.
    Husband,
    /// Bên nữ.
    Wife,
    /// Trẻ (chưa có số).
    Child,
    /// Cha.
    Father,
    /// Mẹ.
    Mother,
    /// Người đã mất.
    Deceased,
    /// Đồng chủ sử dụng.
    CoOwner,
}

impl PartyRole {
    /// A father or mother may be unknown; co-owners beside the owner are as many as there are.
    #[must_use]
    pub const fn may_be_absent(self) -> bool {
        matches!(self, Self::Father | Self::Mother | Self::CoOwner)
    }
}

/// A person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name in NFC, as on the paper.
    pub name: String,
    /// Number of an identity paper; a new-born child has none.
    pub number: Option<PersonNumber>,
    /// Date of birth, perhaps only its year.
    pub birth: Option<BirthDate>,
    /// Sex as the paper says it.
    pub sex: Option<Sex>,
    /// Address as printed on the card.
    pub address_on_card: String,
    /// The same place today.
    pub address_now: Address,
    /// Telephone.
    pub phone: Option<Phone>,
    /// E-mail address.
    pub email: String,
}

/// Sex as identity papers state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// An address of two levels since 1 July 2025, with free text before it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Address {
    /// House, street, hamlet.
    pub line: String,
    /// Code of the ward, empty when "chưa quy đổi".
    pub ward: String,
    /// Code of the province, empty when unknown.
    pub province: String,
}

/// An organisation or enterprise.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Tax code or enterprise code, if it has one.
    pub tax_code: Option<TaxCode>,
    /// Name.
    pub name: String,
    /// Legal representative.
    pub representative: String,
    /// Address.
    pub address: Address,
    /// Telephone.
    pub phone: Option<Phone>,
    /// E-mail address.
    pub email: String,
}

/// A person or an organisation.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum PartyBody {
    /// Cá nhân.
    Person(Person),
    /// Tổ chức, doanh nghiệp.
    Organisation(Organisation),
}

/// One party with its role.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// The role.
    pub role: PartyRole,
    /// Who it is.
    pub body: PartyBody,
}

/// In which capacity someone submits (tư cách người nộp).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubmitterCapacity {
    /// Chính chủ.
    Owner,
    /// Được ủy quyền có chứng thực.
    CertifiedAuthority,
    /// Người thân được ủy quyền.
    RelativeWithAuthority,
    /// Cha, mẹ, giám hộ.
    ParentOrGuardian,
    /// Đại diện theo pháp luật.
    LegalRepresentative,
    /// Được giới thiệu.
    Referred,
    /// Nhân viên bưu chính.
    PostalWorker,
}

/// Who handed the papers over.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitter {
    /// Their capacity.
    pub capacity: SubmitterCapacity,
    /// The person, unless it is the owner.
    pub person: Option<Person>,
}

impl PartyBody {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Person(p) => &p.name,
            Self::Organisation(o) => &o.name,
        }
    }
    /// The telephone number.
    #[must_use]
    pub fn phone(&self) -> Option<&Phone> {
        match self {
            Self::Person(p) => p.phone.as_ref(),
            Self::Organisation(o) => o.phone.as_ref(),
        }
    }
}

macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
redacted!(Person, Address, Organisation, PartyBody, Submitter);

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Party({:?})", self.role)
    }
}
