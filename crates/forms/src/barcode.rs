//! The two machine-readable marks of a receipt, drawn as boxes.

use qrcode::{Color, EcLevel, QrCode};

use crate::canvas::{Mark, Rect, mm};
use crate::code128;
use crate::error::RenderError;

/// Bars narrower than this cannot be told apart at 200 dpi.
const MODULE_MIN: f32 = mm(0.22);
/// Paper that must stay white around a QR, in modules (ISO/IEC 18004).
const QR_QUIET: u16 = 4;

/// `code` as Code 128, `width` wide from first to last bar, at the top of a block from `x`.
pub(crate) fn code_128(code: &str, x: f32, width: f32, height: f32) -> Result<Mark, RenderError> {
    let (bars, modules) = code128::bars(code)?;
    let module = width / f32::from(modules);
    if module < MODULE_MIN {
        return Err(RenderError::BarCode);
    }
    let bar = |bar: &code128::Bar| Rect {
        x: x + f32::from(bar.start) * module,
        y: 0.0,
        width: f32::from(bar.width) * module,
        height,
    };
    Ok(Mark::Boxes(bars.iter().map(bar).collect()))
}

/// `content` as a QR of level M inside a square of side `side`, quiet zone included.
pub(crate) fn qr(content: &str, (x, y): (f32, f32), side: f32) -> Result<Mark, RenderError> {
    let code = QrCode::with_error_correction_level(content.as_bytes(), EcLevel::M)
        .map_err(|_too_long| RenderError::QrCode)?;
    let width = code.width();
    let across = u16::try_from(width).map_err(|_too_wide| RenderError::QrCode)?;
    let module = side / f32::from(across + 2 * QR_QUIET);
    if module < MODULE_MIN {
        return Err(RenderError::QrCode);
    }
    let at = |n: u16| f32::from(n + QR_QUIET) * module;
    let colors = code.to_colors();
    let mut rects = Vec::new();
    for (row, cells) in (0..across).zip(colors.chunks(width)) {
        let mut column: u16 = 0;
        for run in cells.chunk_by(|a, b| a == b) {
            let length = u16::try_from(run.len()).map_err(|_too_wide| RenderError::QrCode)?;
            if run.first() == Some(&Color::Dark) {
                let width = f32::from(length) * module;
                rects.push(Rect {
                    x: x + at(column),
                    y: y + at(row),
                    width,
                    height: module,
                });
            }
            column += length;
        }
    }
    Ok(Mark::Boxes(rects))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_too_fine_to_be_read_are_refused() {
        assert_eq!(
            code_128(&"X".repeat(40), 0.0, mm(68.0), 30.0).err(),
            Some(RenderError::BarCode),
            "bars too thin"
        );
        assert_eq!(
            qr(&"x".repeat(1_500), (0.0, 0.0), mm(27.0)).err(),
            Some(RenderError::QrCode),
            "modules too small"
        );
        assert_eq!(
            qr(&"x".repeat(5_000), (0.0, 0.0), mm(27.0)).err(),
            Some(RenderError::QrCode),
            "more than a QR holds"
        );
    }
}
