//! Pages into a PDF 1.7 file: the only file that names the PDF writer.
//!
//! The writer takes its ids from a counter of the process and its times from 1970. Both are
//! replaced here by what the caller derived from the form itself, so that the same form is the
//! same bytes whenever and wherever it is made. A warning of the writer withholds the form.

use std::sync::LazyLock;

use chrono::{Datelike, Timelike};
use domain::time::CivilDateTime;
use lopdf::{Dictionary, Object, Stream, StringFormat};
use printpdf::{
    Codepoint, Color, FontId, Greyscale, Line, LinePoint, Mm, Op, PaintMode, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt,
    TextItem, TextMatrix, WindingOrder,
};

use crate::canvas::{Mark, PAGE_HEIGHT, Page, Rect, Rule, TextRun};
use crate::error::RenderError;
use crate::font::{Face, Glyph};

const PRODUCER: &str = "Một Cửa Desk";

/// What identifies a form.
pub(crate) struct Identity {
    pub(crate) title: String,
    pub(crate) created: CivilDateTime,
    /// Hash of everything the form was made from.
    pub(crate) hash: blake3::Hash,
}

static FACES: LazyLock<Option<[ParsedFont; 3]>> = LazyLock::new(|| {
    let [regular, bold, italic] =
        Face::ALL.map(|face| ParsedFont::from_bytes(face.bytes(), 0, &mut Vec::new()));
    Some([regular?, bold?, italic?])
});

/// The file.
pub(crate) fn write(pages: &[Page], identity: &Identity) -> Result<Vec<u8>, RenderError> {
    let mut pdf = PdfDocument::new("");
    for (face, parsed) in Face::ALL
        .into_iter()
        .zip(FACES.as_ref().ok_or(RenderError::Font)?)
    {
        pdf.resources
            .fonts
            .map
            .insert(font_id(face, identity), PdfFont::new(parsed.clone()));
    }
    pdf.pages = pages.iter().map(|page| page_of(page, identity)).collect();
    let mut warnings = Vec::new();
    let options = PdfSaveOptions {
        image_optimization: None,
        ..PdfSaveOptions::default()
    };
    let mut file = printpdf::to_lopdf_doc(&pdf, &options, &mut warnings);
    if !warnings.is_empty() {
        return Err(RenderError::Writer);
    }
    file.compress();
    identify(&mut file, identity).ok_or(RenderError::Writer)?;
    let mut bytes = Vec::new();
    file.save_to(&mut bytes)
        .map_err(|_cause| RenderError::Writer)?;
    Ok(bytes)
}

/// Name of a font resource; its first six letters become the subset tag, which must differ between documents.
fn font_id(face: Face, identity: &Identity) -> FontId {
    let tag = identity
        .hash
        .as_bytes()
        .iter()
        .take(5)
        .map(|byte| char::from(b'A' + byte % 26));
    let kind = match face {
        Face::Regular => 'R',
        Face::Bold => 'B',
        Face::Italic => 'I',
    };
    FontId(tag.chain([kind]).collect())
}

fn page_of(page: &Page, identity: &Identity) -> PdfPage {
    let mut ops = Vec::new();
    for mark in &page.marks {
        match mark {
            Mark::Text(run) => text(run, identity, &mut ops),
            Mark::Rule(line) => rule(line, &mut ops),
            Mark::Boxes(rects) => boxes(rects, &mut ops),
        }
    }
    PdfPage::new(Mm(210.0), Mm(297.0), ops)
}

fn grey(ink: f32) -> Color {
    Color::Greyscale(Greyscale::new(1.0 - ink, None))
}

fn text(run: &TextRun, identity: &Identity, ops: &mut Vec<Op>) {
    let (sin, cos) = run.angle.to_radians().sin_cos();
    let codepoint = |glyph: &Glyph| Codepoint::with_cid(glyph.id, 0.0, glyph.text());
    ops.extend([
        Op::StartTextSection,
        Op::SetFillColor { col: grey(run.ink) },
        Op::SetFont {
            font: PdfFontHandle::External(font_id(run.style.face, identity)),
            size: Pt(run.style.size),
        },
        Op::SetTextMatrix {
            matrix: TextMatrix::Raw([cos, sin, -sin, cos, run.x, PAGE_HEIGHT - run.y]),
        },
        Op::ShowText {
            items: vec![TextItem::GlyphIds(
                run.glyphs.iter().map(codepoint).collect(),
            )],
        },
        Op::EndTextSection,
    ]);
}

fn point((x, y): (f32, f32)) -> LinePoint {
    LinePoint {
        p: Point {
            x: Pt(x),
            y: Pt(PAGE_HEIGHT - y),
        },
        bezier: false,
    }
}

fn rule(line: &Rule, ops: &mut Vec<Op>) {
    ops.extend([
        Op::SetOutlineColor { col: grey(1.0) },
        Op::SetOutlineThickness { pt: Pt(line.width) },
        Op::DrawLine {
            line: Line {
                points: vec![point(line.from), point(line.to)],
                is_closed: false,
            },
        },
    ]);
}

/// One path for all boxes: neighbours that touch show no seam.
fn boxes(rects: &[Rect], ops: &mut Vec<Op>) {
    let ring = |rect: &Rect| {
        let (left, top, right, bottom) =
            (rect.x, rect.y, rect.x + rect.width, rect.y + rect.height);
        PolygonRing {
            points: [(left, top), (right, top), (right, bottom), (left, bottom)]
                .map(point)
                .to_vec(),
        }
    };
    let polygon = Polygon {
        rings: rects.iter().map(ring).collect(),
        mode: PaintMode::Fill,
        winding_order: WindingOrder::NonZero,
    };
    ops.extend([
        Op::SetFillColor { col: grey(1.0) },
        Op::DrawPolygon { polygon },
    ]);
}

/// Version, language, title, times, XMP and ids.
fn identify(file: &mut lopdf::Document, identity: &Identity) -> Option<()> {
    file.version = "1.7".into();
    let xmp = Dictionary::from_iter([
        ("Type", "Metadata".into()),
        ("Subtype", Object::from("XML")),
    ]);
    let xmp = file
        .add_object(Stream::new(xmp, xmp_packet(identity).into_bytes()).with_compression(false));
    let catalog = file
        .trailer
        .get(b"Root")
        .and_then(Object::as_reference)
        .ok()?;
    let catalog = file
        .get_object_mut(catalog)
        .and_then(Object::as_dict_mut)
        .ok()?;
    catalog.set("Metadata", Object::Reference(xmp));
    catalog.set("Lang", Object::string_literal("vi-VN"));
    catalog.set(
        "ViewerPreferences",
        Dictionary::from_iter([("DisplayDocTitle", Object::Boolean(true))]),
    );
    let info = file
        .trailer
        .get(b"Info")
        .and_then(Object::as_reference)
        .ok()?;
    let stamp = Object::string_literal(format!(
        "D:{}{}+07'00'",
        date(identity.created, ""),
        time(identity.created, "")
    ));
    file.objects.insert(
        info,
        Object::Dictionary(Dictionary::from_iter([
            ("Title", utf_16(&identity.title)),
            ("Producer", utf_16(PRODUCER)),
            ("CreationDate", stamp.clone()),
            ("ModDate", stamp),
        ])),
    );
    let id = Object::String(
        identity.hash.as_bytes().get(..16)?.to_vec(),
        StringFormat::Hexadecimal,
    );
    file.trailer.set("ID", Object::Array(vec![id.clone(), id]));
    Some(())
}

/// A text string of the PDF: UTF-16 with byte order mark.
fn utf_16(text: &str) -> Object {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(
        units.flat_map(u16::to_be_bytes).collect(),
        StringFormat::Hexadecimal,
    )
}

fn date(at: CivilDateTime, between: &str) -> String {
    format!(
        "{:04}{between}{:02}{between}{:02}",
        at.0.year(),
        at.0.month(),
        at.0.day()
    )
}

fn time(at: CivilDateTime, between: &str) -> String {
    format!(
        "{:02}{between}{:02}{between}{:02}",
        at.0.hour(),
        at.0.minute(),
        at.0.second()
    )
}

fn xmp_packet(identity: &Identity) -> String {
    let stamp = format!(
        "{}T{}+07:00",
        date(identity.created, "-"),
        time(identity.created, ":")
    );
    let title = escaped(&identity.title);
    let id = identity.hash.to_hex();
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>vi-VN</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{stamp}</xmp:CreateDate><xmp:ModifyDate>{stamp}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<xmpMM:DocumentID>blake3:{id}</xmpMM:DocumentID>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#,
        bom = '\u{FEFF}',
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
