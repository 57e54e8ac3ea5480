//! Words of Vietnamese names with their weights. Family names stand in the shares of the population
//! (in tenths of a percent: Nguyễn 38.4 %, Trần 11 %, Lê 9.5 % …); they are what makes searching
//! hard, for two in five dossiers begin alike.

use super::rng::Rng;

#[rustfmt::skip]
const FAMILY: [(&str, u32); 40] = [
    ("Nguyễn", 384), ("Trần", 110), ("Lê", 95), ("Phạm", 71), ("Hoàng", 30), ("Huỳnh", 21),
    ("Phan", 45), ("Vũ", 22), ("Võ", 17), ("Đặng", 21), ("Bùi", 20), ("Đỗ", 14), ("Hồ", 13),
    ("Ngô", 13), ("Dương", 10), ("Lý", 5), ("Đinh", 9), ("Trịnh", 8), ("Đoàn", 8), ("Mai", 7),
    ("Lương", 7), ("Đào", 7), ("Trương", 9), ("Lâm", 5), ("Tạ", 4), ("Phùng", 5), ("Hà", 6),
    ("Cao", 6), ("Tô", 4), ("Chu", 4), ("Vương", 4), ("Quách", 3), ("Thái", 4), ("Lưu", 4),
    ("Kiều", 2), ("Triệu", 3), ("Tống", 3), ("Giang", 2), ("Nông", 2), ("Ksơr", 1),
];

#[rustfmt::skip]
const MALE_MIDDLE: [(&str, u32); 26] = [
    ("Văn", 300), ("Hữu", 60), ("Đức", 60), ("Quang", 55), ("Công", 45), ("Minh", 50),
    ("Xuân", 50), ("Đình", 50), ("Ngọc", 40), ("Thanh", 35), ("Quốc", 35), ("Trọng", 25),
    ("Thế", 25), ("Mạnh", 25), ("Tiến", 20), ("Anh", 20), ("Hoàng", 20), ("Duy", 20),
    ("Gia", 15), ("Bá", 15), ("Viết", 12), ("Tuấn", 12), ("Nhật", 10), ("Khắc", 8),
    ("Danh", 6), ("Phúc", 6),
];

#[rustfmt::skip]
const FEMALE_MIDDLE: [(&str, u32); 18] = [
    ("Thị", 540), ("Ngọc", 60), ("Thu", 50), ("Thanh", 50), ("Minh", 30), ("Hồng", 30),
    ("Thùy", 28), ("Phương", 25), ("Kim", 25), ("Bích", 20), ("Mai", 18), ("Diệu", 15),
    ("Quỳnh", 15), ("Khánh", 15), ("Bảo", 12), ("Xuân", 12), ("Mỹ", 12), ("Tường", 6),
];

#[rustfmt::skip]
const MALE_GIVEN: [&str; 60] = [
    "An", "Anh", "Bách", "Bảo", "Bình", "Chiến", "Chung", "Cường", "Dũng", "Duy", "Dương",
    "Đạt", "Đông", "Đức", "Giang", "Hải", "Hạnh", "Hậu", "Hiếu", "Hòa", "Hoàn", "Hoàng", "Hùng",
    "Huy", "Hưng", "Khánh", "Khoa", "Kiên", "Lâm", "Linh", "Long", "Lợi", "Lộc", "Mạnh", "Minh",
    "Nam", "Nghĩa", "Nhân", "Phong", "Phú", "Phúc", "Phương", "Quân", "Quang", "Quyết", "Sơn",
    "Tài", "Tâm", "Tân", "Thái", "Thành", "Thắng", "Thịnh", "Tiến", "Toàn", "Trung", "Trường",
    "Tuấn", "Việt", "Vinh",
];

#[rustfmt::skip]
const FEMALE_GIVEN: [&str; 58] = [
    "An", "Anh", "Ánh", "Bình", "Châu", "Chi", "Cúc", "Diễm", "Diệp", "Dung", "Duyên", "Đào",
    "Gấm", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hòa", "Hoài", "Hồng", "Huệ", "Huyền",
    "Hương", "Hường", "Khánh", "Lan", "Lâm", "Liên", "Linh", "Loan", "Ly", "Mai", "Minh", "My",
    "Nga", "Ngân", "Ngọc", "Nhàn", "Nhung", "Oanh", "Phương", "Phượng", "Quyên", "Quỳnh",
    "Sương", "Tâm", "Thảo", "Thoa", "Thu", "Thủy", "Trang", "Trinh", "Tuyết", "Vân", "Xuân", "Yến",
];

/// A name of two to four words.
pub(super) fn name(rng: &mut Rng, is_female: bool) -> String {
    let middles: &[(&'static str, u32)] = if is_female {
        &FEMALE_MIDDLE
    } else {
        &MALE_MIDDLE
    };
    let givens: &[&str] = if is_female {
        &FEMALE_GIVEN
    } else {
        &MALE_GIVEN
    };
    let mut words = vec![rng.weighted(&FAMILY)];
    if rng.chance(95) {
        words.push(rng.weighted(middles));
    }
    if rng.chance(30) {
        words.extend(rng.pick(givens));
    }
    words.extend(rng.pick(givens));
    words.dedup();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn family_names_are_as_frequent_as_among_the_people() {
        let mut rng = Rng::new(5);
        let names: Vec<String> = (0..10_000).map(|n| name(&mut rng, n % 2 == 0)).collect();
        let share = |family: &str| names.iter().filter(|name| name.starts_with(family)).count();
        assert!(
            (3_650..3_950).contains(&share("Nguyễn ")),
            "Nguyễn: {}",
            share("Nguyễn ")
        );
        assert!(
            (850..1_150).contains(&share("Trần ")),
            "Trần: {}",
            share("Trần ")
        );
        let words = |name: &String| (2..=4).contains(&name.split(' ').count());
        assert!(names.iter().all(words), "two to four words");
    }
}
