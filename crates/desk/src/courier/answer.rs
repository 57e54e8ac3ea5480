//! Takes the centre's answer in. It is believed only with the centre's signature, for this desk, about
//! a bundle it made, once, and only as long as the centre was not restored since.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use courier::{ANSWER_BYTES_MAX, Answer, LifeAnswer, LifeOutcome};
use domain::journal::ChainHead;
use protocol::commands::ChangeTag;
use protocol::view::{CourierAnswered, ErrorView};
use store::{CourierLife, CourierRow, Cursor, StoreError, Tx};
use sync::{Answered, take_answer};

use super::words::not_read;
use super::{feed, folder};
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::hex;

impl Desk {
    /// Takes in the centre's answer from a file.
    ///
    /// # Errors
    /// `courier.answer_missing`, `courier.answer_file`, `courier.answer_newer`,
    /// `courier.answer_centre`, `courier.answer_other`, `courier.answer_unknown`,
    /// `courier.answer_stale`; `app.officer_removed`; `store.*`. Nothing has changed then.
    pub fn courier_answer(&self, path: String) -> Result<CourierAnswered, ErrorView> {
        self.work()
            .and_then(|work| take(&work, &folder(&path)))
            .map_err(view)
    }
}

fn take(work: &Work<'_>, path: &Path) -> Result<CourierAnswered, Fault> {
    work.role()?;
    let answer = read(work, path)?;
    let answered = work
        .store()
        .write(|tx| Taking { work, tx }.answer(answer))?;
    if answered.outcome == "fork" {
        tracing::error!("the centre holds another history of this desk: numbering is frozen");
    }
    work.changed(&[
        ChangeTag::Sync,
        ChangeTag::Strip,
        ChangeTag::Dossiers,
        ChangeTag::Attachments,
    ]);
    Ok(answered)
}

/// The answer in the file, signed by this desk's centre and meant for this desk.
fn read(work: &Work<'_>, path: &Path) -> Result<Answer, Fault> {
    let mut bytes = Vec::new();
    let read = open(path).and_then(|file| file.take(ANSWER_BYTES_MAX + 1).read_to_end(&mut bytes));
    read.map_err(|error| {
        tracing::warn!(error = %crate::errors::chain(&error), "an answer cannot be read");
        Fault::code(Code::CourierAnswerMissing)
    })?;
    if bytes.len() as u64 > ANSWER_BYTES_MAX {
        return Err(Fault::code(Code::CourierAnswerFile));
    }
    let enrolment = &work.open.enrolment;
    let key = hex::decode(&enrolment.centre_key);
    let key = key.and_then(|bytes| <[u8; 32]>::try_from(bytes.as_slice()).ok());
    let key = key.ok_or(Fault::Broken("the centre's key"))?;
    let answer = Answer::decode(&bytes, &key).map_err(|error| not_read(&error))?;
    if answer.desk != enrolment.desk {
        return Err(Fault::code(Code::CourierAnswerOther));
    }
    Ok(answer)
}

/// The file at a typed path; nothing that would never end or never begin.
fn open(path: &Path) -> io::Result<File> {
    if path.metadata()?.is_file() {
        File::open(path)
    } else {
        Err(io::Error::from(io::ErrorKind::InvalidInput))
    }
}

struct Taking<'a, 'c> {
    work: &'a Work<'a>,
    tx: &'a Tx<'c>,
}

impl Taking<'_, '_> {
    fn answer(&self, answer: Answer) -> Result<CourierAnswered, Fault> {
        let found = self.tx.courier(answer.bundle)?;
        let (row, lives) = found.ok_or_else(|| Fault::code(Code::CourierAnswerUnknown))?;
        let mut said = CourierAnswered {
            number: row.number,
            already: row.answered_at.is_some(),
            events: 0,
            files: 0,
            issues: 0,
            outcome: String::new(),
        };
        if said.already {
            return Ok(said);
        }
        self.refuse_stale(&answer, &row)?;
        for life in answer.lives {
            let sent = lives
                .iter()
                .find(|sent| sent.incarnation == life.incarnation);
            if let Some(sent) = sent {
                self.life(life, *sent, &mut said)?;
            }
        }
        said.files = self.files(&answer.held)?;
        self.tx.courier_answered(row.id, self.work.now)?;
        Ok(said)
    }

    /// A centre that was restored after it answered may have lost what it says it holds.
    fn refuse_stale(&self, answer: &Answer, row: &CourierRow) -> Result<(), Fault> {
        let known = self.tx.cursor(&feed(self.work))?;
        let known = if known == Cursor::default() {
            row.epoch
        } else {
            known.epoch.max(row.epoch)
        };
        if answer.feed_epoch < known {
            return Err(Fault::code(Code::CourierAnswerStale));
        }
        Ok(())
    }

    fn life(
        &self,
        life: LifeAnswer,
        sent: CourierLife,
        said: &mut CourierAnswered,
    ) -> Result<(), Fault> {
        match life.outcome {
            LifeOutcome::Fork => return self.freeze(life.incarnation, said),
            LifeOutcome::Gap => {
                said.outcome = "gap".to_owned();
                if self.send_again(&life, sent)? {
                    return Ok(());
                }
            }
            LifeOutcome::SetAside => said.outcome = "set_aside".to_owned(),
            LifeOutcome::Taken => {}
        }
        self.reply(life, sent.last, said)
    }

    /// What a push would have been answered. Of an event that the link has brought meanwhile the link
    /// has said what became of it, and later than this.
    fn reply(&self, life: LifeAnswer, last: u64, said: &mut CourierAnswered) -> Result<(), Fault> {
        let LifeAnswer {
            incarnation,
            mut reply,
            ..
        } = life;
        let mut issues = Vec::with_capacity(reply.issues.len());
        for issue in reply.issues {
            if self.tx.is_event_unsent(issue.event)? {
                issues.push(issue);
            }
        }
        said.issues = said
            .issues
            .saturating_add(u32::try_from(issues.len()).unwrap_or(u32::MAX));
        reply.issues = issues;
        let before = self.acked(incarnation)?;
        match take_answer(self.tx, incarnation, last, reply, self.work.now)? {
            Answered::Fork => self.freeze(incarnation, said),
            Answered::Taken { .. } => {
                said.events += self.acked(incarnation)?.saturating_sub(before);
                Ok(())
            }
        }
    }

    fn acked(&self, incarnation: u32) -> Result<u64, StoreError> {
        Ok(self.tx.acked_of(incarnation)?.unwrap_or(0))
    }

    /// The centre holds less than it once acknowledged: the rest goes with the next bundle, unless
    /// the link has told otherwise since this one was made.
    fn send_again(&self, life: &LifeAnswer, sent: CourierLife) -> Result<bool, Fault> {
        let (incarnation, upto) = (life.incarnation, life.reply.acked);
        let here = self.tx.head_at(incarnation, upto)?;
        let is_same = here.is_some() && here == ChainHead::from_hex(&life.reply.head);
        let is_as_sent = self.acked(incarnation)? + 1 == sent.first;
        if !is_as_sent || upto + 1 >= sent.first || !(is_same || upto == 0) {
            return Ok(false);
        }
        self.tx.rewind_acked(incarnation, upto)?;
        Ok(true)
    }

    /// Two histories under one name: no official number until a person has looked. Of an earlier life
    /// it says nothing about the present one.
    fn freeze(&self, incarnation: u32, said: &mut CourierAnswered) -> Result<(), Fault> {
        said.outcome = "fork".to_owned();
        if incarnation == self.tx.journal()?.incarnation {
            self.tx.freeze_numbering()?;
        }
        Ok(())
    }

    /// Files the centre is newly known to hold.
    fn files(&self, held: &[domain::ids::BlobHash]) -> Result<u32, Fault> {
        let mut count = 0;
        for hash in held {
            let waits = self.tx.blob_state(*hash)?.is_some_and(|state| !state.done);
            if waits {
                self.tx.mark_blob_done(*hash)?;
                count += 1;
            }
        }
        Ok(count)
    }
}
