//! Wards by words, those of the office's own province first.

use domain::address::{Ward, search, units};
use protocol::view::{ErrorView, WardHit};

use crate::desk::Desk;
use crate::errors::view;

impl Desk {
    /// Finds wards.
    ///
    /// # Errors
    /// Only when nobody is signed in.
    pub fn search_wards(&self, text: String) -> Result<Vec<WardHit>, ErrorView> {
        self.work().map_err(view)?;
        Ok(search(&text, None).into_iter().map(ward_hit).collect())
    }
}

/// One ward as the window shows it.
pub(crate) fn ward_hit(ward: &Ward) -> WardHit {
    let province = units().province(ward.province);
    let name = province.map_or("", |province| province.name);
    let is_city = name.starts_with("Thành phố");
    WardHit {
        code: ward.code.to_owned(),
        name: ward.name.to_owned(),
        province: ward.province.to_owned(),
        province_name: if is_city {
            name.to_owned()
        } else {
            format!("Tỉnh {name}")
        },
    }
}
