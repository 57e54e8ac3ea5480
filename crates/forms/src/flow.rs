//! Blocks on pages: each block keeps together; what does not fit goes to the next page.

use crate::canvas::{Mark, PAGE_HEIGHT, Page, mm};
use crate::error::RenderError;
use crate::paragraph::{Column, Span, lines};

/// No form is longer; a snapshot that needs more is refused.
pub const PAGES_MAX: usize = 80;

/// Distance of base lines over the size of the type.
pub(crate) const LEADING: f32 = 1.25;
/// Height of the base line in its line, over the size of the type.
const ASCENT: f32 = 0.95;

pub(crate) const TOP: f32 = mm(13.0);
pub(crate) const BOTTOM: f32 = PAGE_HEIGHT - mm(16.0);

/// Marks that stay together; `y` counts from the block's top.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub(crate) height: f32,
    pub(crate) marks: Vec<Mark>,
}

impl Block {
    /// The lines of a text.
    pub(crate) fn text(spans: &[Span<'_>], column: Column) -> Result<Self, RenderError> {
        let size = spans.iter().map(|span| span.style.size).fold(0.0, f32::max);
        let mut block = Self::default();
        for line in lines(spans, column)? {
            block
                .marks
                .extend(line.marks(column, block.height + size * ASCENT));
            block.height += size * LEADING;
        }
        Ok(block)
    }

    /// Adds `other` below.
    pub(crate) fn stack(&mut self, other: Self) {
        let dy = self.height;
        self.marks
            .extend(other.marks.into_iter().map(|mark| mark.lowered(dy)));
        self.height += other.height;
    }

    /// Adds `other` over the same place.
    pub(crate) fn overlay(&mut self, other: Self) {
        self.marks.extend(other.marks);
        self.height = self.height.max(other.height);
    }

    /// Leaves `height` free below.
    pub(crate) fn space(&mut self, height: f32) {
        self.height += height;
    }
}

/// Height of one line of type of `size`.
pub(crate) fn line_height(size: f32) -> f32 {
    size * LEADING
}

/// The pages being filled.
#[derive(Debug, Clone)]
pub(crate) struct Flow {
    pages: Vec<Page>,
    page: Page,
    y: f32,
    /// Head of every page but the first.
    running_head: Block,
}

impl Flow {
    pub(crate) fn new(running_head: Block) -> Self {
        Self {
            pages: Vec::new(),
            page: Page::default(),
            y: TOP,
            running_head,
        }
    }

    /// Height left on this page.
    pub(crate) fn room(&self) -> f32 {
        BOTTOM - self.y
    }

    /// Height a fresh page has.
    pub(crate) fn room_on_new_page(&self) -> f32 {
        BOTTOM - TOP - self.running_head.height
    }

    /// Places a block, on a new page if it must be.
    pub(crate) fn place(&mut self, block: Block) -> Result<(), RenderError> {
        if block.height > self.room() {
            if block.height > self.room_on_new_page() {
                return Err(RenderError::Overflow { part: "block" });
            }
            self.break_page()?;
        }
        self.put(block);
        Ok(())
    }

    /// Leaves `height` free, unless the page ends here.
    pub(crate) fn space(&mut self, height: f32) {
        self.y = (self.y + height).min(BOTTOM);
    }

    /// Starts a new page.
    pub(crate) fn break_page(&mut self) -> Result<(), RenderError> {
        if self.pages.len() + 1 >= PAGES_MAX {
            return Err(RenderError::Overflow { part: "form" });
        }
        self.pages.push(std::mem::take(&mut self.page));
        self.y = TOP;
        self.put(self.running_head.clone());
        Ok(())
    }

    fn put(&mut self, block: Block) {
        let dy = self.y;
        self.page
            .marks
            .extend(block.marks.into_iter().map(|mark| mark.lowered(dy)));
        self.y += block.height;
    }

    /// The pages.
    pub(crate) fn finish(mut self) -> Vec<Page> {
        self.pages.push(self.page);
        self.pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(height: f32) -> Block {
        Block {
            height,
            marks: Vec::new(),
        }
    }

    #[test]
    fn a_block_that_does_not_fit_goes_to_the_next_page() {
        let mut flow = Flow::new(block(20.0));
        flow.place(block(600.0)).expect("fits");
        flow.place(block(600.0)).expect("fits on the next page");
        assert_eq!(flow.finish().len(), 2, "two pages");
    }

    #[test]
    fn a_block_larger_than_a_page_is_an_error() {
        let mut flow = Flow::new(block(20.0));
        assert_eq!(
            flow.place(block(900.0)),
            Err(RenderError::Overflow { part: "block" }),
            "never cut off"
        );
    }

    #[test]
    fn a_form_has_an_end() {
        let mut flow = Flow::new(block(0.0));
        let result = (0..=PAGES_MAX).try_for_each(|_| flow.place(block(700.0)));
        assert_eq!(
            result,
            Err(RenderError::Overflow { part: "form" }),
            "at most PAGES_MAX pages"
        );
    }
}
