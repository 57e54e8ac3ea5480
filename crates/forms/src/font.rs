//! The embedded faces: which glyph draws a letter, and how wide it is.
//!
//! The faces are cut to what a Vietnamese form needs (`fonts/make.py`). Text is normalised to NFC;
//! the few letters that NFC still writes as base and mark (Ê̆, Ơ̆ of minority names) have glyphs of
//! their own, listed in `fonts/sequences.txt`. Whatever has no glyph is an error: a box or a gap
//! in a person's name is worse than a form that was not printed.

use std::collections::HashMap;
use std::sync::LazyLock;

use ttf_parser::Face as Parsed;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::error::RenderError;

const SEQUENCES: &str = include_str!("../fonts/sequences.txt");
/// Codes under which the faces keep the composed letters; a text that holds one itself is refused.
const PRIVATE_USE: std::ops::RangeInclusive<char> = '\u{E000}'..='\u{F8FF}';

/// A face of the embedded family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Face {
    Regular,
    Bold,
    Italic,
}

impl Face {
    pub(crate) const ALL: [Self; 3] = [Self::Regular, Self::Bold, Self::Italic];

    /// The font program.
    pub(crate) const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/MotcuaSerif-Regular.ttf"),
            Self::Bold => include_bytes!("../fonts/MotcuaSerif-Bold.ttf"),
            Self::Italic => include_bytes!("../fonts/MotcuaSerif-Italic.ttf"),
        }
    }
}

/// A letter as it is drawn: one glyph, and the one or two characters it stands for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    /// Width in em.
    pub(crate) advance: f32,
    pub(crate) base: char,
    pub(crate) mark: Option<char>,
}

impl Glyph {
    /// A place where a line may break. A no-break space is not.
    pub(crate) const fn is_space(&self) -> bool {
        self.base == ' '
    }

    /// What the text layer of the PDF says.
    pub(crate) fn text(&self) -> String {
        std::iter::once(self.base).chain(self.mark).collect()
    }
}

/// The parsed faces and the list of composed letters.
pub(crate) struct Fonts {
    faces: [Parsed<'static>; 3],
    sequences: HashMap<(char, char), char>,
}

static SHARED: LazyLock<Option<Fonts>> = LazyLock::new(Fonts::parse);

impl Fonts {
    /// The faces, parsed once per process.
    pub(crate) fn shared() -> Result<&'static Self, RenderError> {
        SHARED.as_ref().ok_or(RenderError::Font)
    }

    fn parse() -> Option<Self> {
        let [regular, bold, italic] = Face::ALL.map(|face| Parsed::parse(face.bytes(), 0).ok());
        let sequences = SEQUENCES.lines().map(sequence).collect::<Option<_>>()?;
        Some(Self {
            faces: [regular?, bold?, italic?],
            sequences,
        })
    }

    const fn face(&self, face: Face) -> &Parsed<'static> {
        let [regular, bold, italic] = &self.faces;
        match face {
            Face::Regular => regular,
            Face::Bold => bold,
            Face::Italic => italic,
        }
    }

    /// The glyphs of `text` in `face`, in reading order. Runs of white space stay as they are, each as a plain space;
    /// marks that only steer a text editor (direction, joining) draw nothing.
    pub(crate) fn glyphs(&self, text: &str, face: Face) -> Result<Vec<Glyph>, RenderError> {
        let mut letters: Vec<(char, Option<char>)> = Vec::with_capacity(text.len());
        for c in text.nfc().filter(|c| !is_invisible(*c)) {
            if is_combining_mark(c) {
                match letters.last_mut() {
                    Some((base, mark @ None)) if self.sequences.contains_key(&(*base, c)) => {
                        *mark = Some(c);
                    }
                    _ => return Err(missing(c)),
                }
            } else {
                letters.push((
                    if c.is_whitespace() && c != '\u{A0}' {
                        ' '
                    } else {
                        c
                    },
                    None,
                ));
            }
        }
        letters
            .into_iter()
            .map(|(base, mark)| self.glyph(base, mark, face))
            .collect()
    }

    fn glyph(&self, base: char, mark: Option<char>, face: Face) -> Result<Glyph, RenderError> {
        let code = match mark {
            Some(mark) => self
                .sequences
                .get(&(base, mark))
                .copied()
                .ok_or_else(|| missing(mark))?,
            None if PRIVATE_USE.contains(&base) => return Err(missing(base)),
            None => base,
        };
        let parsed = self.face(face);
        let id = parsed.glyph_index(code).ok_or_else(|| missing(base))?;
        let width = parsed.glyph_hor_advance(id).ok_or(RenderError::Font)?;
        let advance = f32::from(width) / f32::from(parsed.units_per_em());
        Ok(Glyph {
            id: id.0,
            advance,
            base,
            mark,
        })
    }
}

const fn missing(c: char) -> RenderError {
    RenderError::MissingGlyph {
        code_point: c as u32,
    }
}

/// One line of `sequences.txt`: private code, base, mark.
fn sequence(line: &str) -> Option<((char, char), char)> {
    let mut codes = line
        .split(' ')
        .map(|hex| char::from_u32(u32::from_str_radix(hex, 16).ok()?));
    let (code, base, mark) = (codes.next()??, codes.next()??, codes.next()??);
    Some(((base, mark), code))
}

/// Soft hyphen, zero-width signs, direction marks, byte-order mark: copied along from web pages.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The 134 letters with marks that Vietnamese adds to ASCII, both cases, all tones.
    const VIETNAMESE: &str = "ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ\
                              àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ";
    const ETHNIC: &str = "ɃƀČčĔĕĬĭŎŏŬŭÑñÊ̆ê̆Ô̆ô̆Ơ̆ơ̆Ư̆ư̆B̆b̆";
    const SIGNS: &str = "₫№“”‘’–—…•°±×€½§";

    #[test]
    fn every_face_draws_every_letter_a_form_can_need() {
        let fonts = Fonts::shared().expect("the embedded faces parse");
        assert_eq!(VIETNAMESE.chars().count(), 134, "the list is whole");
        for face in Face::ALL {
            for text in [VIETNAMESE, ETHNIC, SIGNS] {
                let glyphs = fonts.glyphs(text, face).expect("all letters are there");
                assert!(
                    glyphs.iter().all(|g| g.id != 0),
                    "no letter falls back to the empty box"
                );
                let back: String = glyphs.iter().map(Glyph::text).collect();
                assert_eq!(
                    back,
                    text.nfc().collect::<String>(),
                    "the text layer says the same"
                );
            }
        }
    }

    #[test]
    fn decomposed_text_gives_the_same_glyphs() {
        let fonts = Fonts::shared().expect("the embedded faces parse");
        let decomposed: String = VIETNAMESE.nfd().collect();
        assert_eq!(
            fonts.glyphs(&decomposed, Face::Bold),
            fonts.glyphs(VIETNAMESE, Face::Bold),
            "NFD is normalised"
        );
    }

    #[test]
    fn what_cannot_be_drawn_is_named_by_its_code_point() {
        let fonts = Fonts::shared().expect("the embedded faces parse");
        for (text, code_point) in [
            ("Lý 李", 0x674E),
            ("a\u{20F0}", 0x20F0),
            ("\u{306}", 0x306),
            ("ê\u{306}\u{301}", 0x301),
            ("\u{E000}", 0xE000),
            ("\u{7}", 0x7),
        ] {
            assert_eq!(
                fonts.glyphs(text, Face::Regular),
                Err(RenderError::MissingGlyph { code_point }),
                "the first character without a glyph"
            );
        }
    }

    #[test]
    fn signs_that_only_steer_an_editor_draw_nothing() {
        let fonts = Fonts::shared().expect("the embedded faces parse");
        let plain = fonts.glyphs("Đơn xin", Face::Regular);
        assert_eq!(
            fonts.glyphs("\u{200E}Đơn\txin\u{FEFF}", Face::Regular),
            plain,
            "nothing but the words"
        );
    }
}
