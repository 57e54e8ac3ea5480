//! A PDF among the papers is read in the window, like a scanned page.

use testkit::HUONG;

use super::{Counter, World};
use crate::drive::Window;

/// How many dots of a drawn page are darker than paper; nothing while it is not drawn.
const INK: &str = "const page = document.querySelector(arguments[0]);
    if (!page || page.hidden || page.width < 40) return null;
    const { data } = page.getContext('2d').getImageData(0, 0, page.width, page.height);
    let ink = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] < 128 && data[i + 3] > 128) ink += 1;
    return ink;";

/// The tray of the paper at hand, and the first page of the PDF in it.
const TRAY: &str = "main section[aria-label^='Trang, tệp']";
const THUMBNAIL: &str = "main section[aria-label^='Trang, tệp'] li canvas";

#[test]
fn a_pdf_is_read_page_by_page_in_the_window() {
    let world = World::start();
    let window = world.open();
    let counter = Counter(&window);
    counter.begin_work(HUONG);
    counter.fill_form();
    let code = counter.receive();
    // The desk's own receipt is the PDF: Vietnamese letters, a font inside, more pages than one.
    let pdf = window.wait_until("saved receipt", || world.receipts().pop());
    let row = counter.rows(&code).pop().expect("the desk has the dossier");
    let hash = format!("/dossier/{}", row.id);
    window.script("location.hash = arguments[0]", &[hash.into()]);
    window.wait_for(TRAY);
    window.choose_file("main input[type=file]", &pdf);
    let ink = wait_for_ink(&window, THUMBNAIL);
    assert!(ink > 20, "the thumbnail shows the first page: {ink} dots");

    window.click_words("main section[aria-label^='Trang, tệp'] li button", "PDF");
    for (page, name) in [(1, "06-pdf-first-page"), (2, "06-pdf-second-page")] {
        let sheet = format!("[role=dialog] canvas[data-page='{page}']");
        let ink = wait_for_ink(&window, &sheet);
        assert!(ink > 1_000, "page {page} of {code} is drawn: {ink} dots");
        window.screenshot(name);
        window.press("ArrowRight");
    }
    window.press("Escape");
    window.wait_until_gone("[role=dialog]");
    window.close();
}

fn wait_for_ink(window: &Window, css: &str) -> u64 {
    window.wait_until("a drawn page", || {
        let ink = window.script(INK, &[css.into()]).as_u64()?;
        (ink > 0).then_some(ink)
    })
}
