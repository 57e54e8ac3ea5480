//! The decision over a task. Over a conflict it is an event of the dossier, which ends the task here
//! and at every other desk; a held act is done again by the officer who says so, left to the
//! administrator, or written to a file. One that the centre refused for good is done again, or left:
//! the refusal goes on standing beside the act. No task ends in any other way.

use domain::dossier::{Act, Decision, ReceivedCode};
use domain::ids::DossierId;
use protocol::commands::ChangeTag;
use protocol::view::{ErrorView, SettleRequest};
use store::{Task, TaskState, Tx, Want};

use super::conflict::{choices, is_fact_for_ever, open_task, redo};
use super::export::export;
use super::tasks::{Sides, is_conflict};
use crate::act::on_dossier;
use crate::catalogue::Books;
use crate::desk::{Desk, Work};
use crate::errors::{Code, Fault, view};
use crate::numbering::official;
use crate::printing::print_again;

/// Verdicts under which the centre would refuse an event about the decision, too: the task's own row
/// is all there is to end.
const WITHOUT_EVENT: [&str; 3] = ["not_allowed", "unknown_dossier", "already_received"];

impl Desk {
    /// Decides over a task; the name of the file that was written, or nothing.
    ///
    /// # Errors
    /// `task.unknown`, `task.choice`, `task.no_code`, `task.folder`; `dossier.refused` without a
    /// reason.
    pub fn settle(&self, request: SettleRequest) -> Result<String, ErrorView> {
        self.work()
            .and_then(|work| settle(&work, request))
            .map_err(view)
    }
}

fn settle(work: &Work<'_>, asked: SettleRequest) -> Result<String, Fault> {
    work.at_counter()?;
    let books = work.books()?;
    if asked.choice == "correct_code" {
        see_to_number(work, asked.task)?;
    }
    let file = work.store().write(|tx| {
        let task = open_task(tx, asked.task)?;
        let sides = Sides::read(tx, &task)?;
        let allowed = choices(work, &books, &task, sides.as_ref())?;
        if !allowed.contains(&asked.choice.as_str()) {
            return Err(Fault::code(Code::TaskChoice));
        }
        let deciding = Deciding {
            work,
            books: &books,
            task: &task,
            note: asked.note,
        };
        deciding.carry_out(tx, &asked.choice, sides)
    })?;
    work.open.worker.wake();
    work.open.printing.wake();
    work.changed(&[
        ChangeTag::Sync,
        ChangeTag::Strip,
        ChangeTag::Dossiers,
        ChangeTag::PrintJobs,
    ]);
    Ok(file)
}

/// The new code is of the day of reception, which may be long over.
fn see_to_number(work: &Work<'_>, task: u32) -> Result<(), Fault> {
    let received = work.store().read(|r| {
        let sides = Sides::read(r, &open_task(r, task)?)?;
        Ok::<_, Fault>(sides.and_then(|sides| sides.state.received))
    })?;
    if let Some(received) = received {
        let day = received.received_at.date();
        let numbers = &work.open.numbers;
        numbers.see_to_day(work.store(), &received.agency, day)?;
    }
    Ok(())
}

struct Deciding<'a> {
    work: &'a Work<'a>,
    books: &'a Books,
    task: &'a Task,
    note: String,
}

impl Deciding<'_> {
    fn carry_out(
        self,
        tx: &mut Tx<'_>,
        choice: &str,
        sides: Option<Sides>,
    ) -> Result<String, Fault> {
        if choice == "hand" {
            tx.set_task_state(self.task.id, TaskState::Handed)?;
            return Ok(String::new());
        }
        if choice == "leave" {
            tx.finish_task(self.task.id, self.work.now)?;
            return Ok(String::new());
        }
        let sides = sides.ok_or_else(|| Fault::code(Code::TaskChoice))?;
        match choice {
            "export" => return self.export(tx, &sides),
            "standing" => self.decide(tx, &sides, Decision::Standing)?,
            "both" => self.decide(tx, &sides, Decision::Both)?,
            "correct_code" => self.correct_code(tx, &sides)?,
            _ => {
                if !is_fact_for_ever(&sides) {
                    self.redo(tx, &sides)?;
                }
                self.decide(tx, &sides, Decision::Other)?;
            }
        }
        Ok(String::new())
    }

    fn export(&self, tx: &Tx<'_>, sides: &Sides) -> Result<String, Fault> {
        let event = sides.mine.as_ref();
        let event = event.ok_or_else(|| Fault::code(Code::TaskChoice))?;
        let file = export(&self.work.desk.config.documents_dir, event)?;
        tx.set_task_state(self.task.id, TaskState::Exported)?;
        Ok(file)
    }

    fn act(&self, tx: &mut Tx<'_>, dossier: DossierId, act: Act) -> Result<bool, Fault> {
        on_dossier(tx, self.work, self.books, dossier, act)
    }

    fn redo(&self, tx: &mut Tx<'_>, sides: &Sides) -> Result<(), Fault> {
        let again = redo(self.work, self.books, sides)?;
        let again = again.ok_or_else(|| Fault::code(Code::TaskChoice))?;
        self.act(tx, sides.state.id, again).map(|_recorded| ())
    }

    /// The event that ends the task, here and everywhere.
    fn decide(&self, tx: &mut Tx<'_>, sides: &Sides, decision: Decision) -> Result<(), Fault> {
        if WITHOUT_EVENT.contains(&self.task.kind.as_str()) {
            return Ok(tx.finish_task(self.task.id, self.work.now)?);
        }
        let about = sides.about().ok_or_else(|| Fault::code(Code::TaskChoice))?;
        let note = if is_conflict(&self.task.kind) {
            self.note.clone()
        } else {
            self.task.kind.clone() // done again for the reason the centre held it
        };
        let act = Act::Settle {
            about,
            decision,
            note,
        };
        if !self.act(tx, sides.state.id, act)? {
            tx.finish_task(self.task.id, self.work.now)?; // another desk had decided before
        }
        Ok(())
    }

    /// A new number of the same day, a corrected receipt, and the decision.
    fn correct_code(&self, tx: &mut Tx<'_>, sides: &Sides) -> Result<(), Fault> {
        let id = sides.state.id;
        let received = sides.state.received.as_ref();
        let received = received.ok_or_else(|| Fault::code(Code::TaskChoice))?;
        let (agency, now) = (&received.agency, self.work.now);
        let day = received.received_at.date();
        let want = Want {
            agency,
            day,
            now,
            dossier: id,
        };
        let taken = tx.take_number(&want)?;
        let taken = taken.map_err(|_none| Fault::code(Code::TaskNoCode))?;
        let pattern = &self.books.policy.rules.code_pattern;
        let ReceivedCode::Official { code, .. } = official(pattern, agency, day, taken)? else {
            return Err(Fault::code(Code::TaskNoCode));
        };
        self.act(tx, id, Act::CorrectCode { code })?;
        let reason = self.note.clone();
        self.act(tx, id, Act::ReprintReceipt { reason })?;
        print_again(tx, self.work, self.books, id)?;
        self.decide(tx, sides, Decision::Other)
    }
}
