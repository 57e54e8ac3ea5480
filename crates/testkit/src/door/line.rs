//! One line through the door, both directions, with what is held, limited or failing on it.

use std::sync::Mutex;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::sync::watch;

use super::asked::Asked;
use super::weather::Fate;
use super::{Gate, State};

const PIECE_BYTES: usize = 64 * 1024;
/// A slow line is fed this often.
const SLOW_EVERY: Duration = Duration::from_millis(10);
/// How often a line that may carry nothing more looks whether it may.
const STALLED_LOOK: Duration = Duration::from_millis(5);

/// How a line ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Both sides had nothing left to say.
    Said,
    /// By the door.
    Broken,
}

/// A line as both directions see it.
struct Line<'a> {
    state: &'a State,
    fate: Fate,
    asked: Mutex<Asked>,
    /// How often lines had been broken when it began.
    broken: u64,
}

pub(super) async fn carry(near: &mut TcpStream, far: &mut TcpStream, state: &State) -> End {
    let mut gate = state.gate.subscribe();
    let broken = gate.borrow_and_update().broken;
    let line = Line {
        state,
        fate: state.fate(),
        asked: Mutex::default(),
        broken,
    };
    let (near_in, near_out) = near.split();
    let (far_in, far_out) = far.split();
    let both = async {
        // a direction that ends by the door ends the other
        tokio::try_join!(line.up(near_in, far_out), line.down(far_in, near_out))
    };
    let by_order = async { gate.wait_for(|gate| gate.broken > broken).await.is_ok() };
    tokio::select! {
        biased; // what is held must not slip out when the order comes
        _ = by_order => End::Broken,
        ended = both => if ended.is_ok() { End::Said } else { End::Broken },
    }
}

/// The door ends this line.
struct Cut;

impl Line<'_> {
    async fn up(&self, mut from: ReadHalf<'_>, mut to: WriteHalf<'_>) -> Result<(), Cut> {
        let (mut piece, mut passed) = (vec![0; PIECE_BYTES], 0);
        while let Some(said) = heard(&mut from, &mut piece).await {
            self.hear(said);
            let mut said = self.limited(said, &mut to).await;
            if let Fate::CutUp(after) | Fate::HalfOpen(after, _) = self.fate
                && passed + said.len() > after
            {
                said = said.get(..after - passed).unwrap_or_default();
                self.write(&mut to, said).await;
                if let Fate::HalfOpen(_, ms) = self.fate {
                    tokio::time::sleep(Duration::from_millis(ms)).await;
                }
                return Err(Cut);
            }
            passed += said.len();
            self.state.up.fetch_add(said.len() as u64, Ordering::SeqCst);
            if !self.write(&mut to, said).await {
                break;
            }
        }
        // the other direction ends by itself when both have nothing left to say
        drop(to.shutdown().await);
        Ok(())
    }

    async fn down(&self, mut from: ReadHalf<'_>, mut to: WriteHalf<'_>) -> Result<(), Cut> {
        let (mut piece, mut passed) = (vec![0; PIECE_BYTES], 0);
        let mut gate = self.state.gate.subscribe();
        while let Some(said) = heard(&mut from, &mut piece).await {
            self.wait_while_held(&mut gate, said.len()).await?;
            if let Fate::CutDown(after) = self.fate
                && passed + said.len() > after
            {
                let said = said.get(..after - passed).unwrap_or_default();
                self.write(&mut to, said).await;
                return Err(Cut);
            }
            passed += said.len();
            self.state
                .down
                .fetch_add(said.len() as u64, Ordering::SeqCst);
            if !self.write(&mut to, said).await {
                break;
            }
        }
        drop(to.shutdown().await);
        Ok(())
    }

    /// Notes what a client says, and whether it is what answers are held from.
    fn hear(&self, said: &[u8]) {
        self.asked.lock().expect("no panic here").hear(said);
        let is_meant = |gate: &Gate| {
            let words = &gate.hold_from;
            !words.is_empty() && said.windows(words.len()).any(|window| window == words)
        };
        self.state.gate.send_if_modified(|gate| {
            let is_meant = is_meant(gate);
            gate.answers_held |= is_meant;
            is_meant
        });
    }

    async fn wait_while_held(
        &self,
        gate: &mut watch::Receiver<Gate>,
        bytes: usize,
    ) -> Result<(), Cut> {
        let has_asked = self.asked.lock().expect("no panic here").is_so();
        if !has_asked || !gate.borrow().answers_held {
            return Ok(());
        }
        self.state.held.fetch_add(bytes as u64, Ordering::SeqCst);
        // the sender lives as long as the door; what ends the holding may be the end of the line
        match gate.wait_for(|gate| !gate.answers_held).await {
            Ok(gate) if gate.broken > self.broken => Err(Cut),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Passes on what the limit allows; the rest once there is none any more.
    async fn limited<'b>(&self, said: &'b [u8], to: &mut WriteHalf<'_>) -> &'b [u8] {
        let mut left = said;
        loop {
            let length = left.len() as u64;
            let take = |up_left: u64| (up_left < u64::MAX).then(|| up_left.saturating_sub(length));
            let up_left = &self.state.up_left;
            let before = up_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take);
            let allowed = before.unwrap_or(u64::MAX).min(length);
            if allowed == length {
                return left;
            }
            let (now, later) = left.split_at(usize::try_from(allowed).expect("small"));
            self.state.up.fetch_add(allowed, Ordering::SeqCst);
            self.write(to, now).await;
            left = later;
            self.state.is_stalled.store(true, Ordering::SeqCst);
            tokio::time::sleep(STALLED_LOOK).await;
        }
    }

    /// As slow and late as this line is; false when the other end is gone.
    async fn write(&self, to: &mut WriteHalf<'_>, said: &[u8]) -> bool {
        match self.fate {
            Fate::Late(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
            Fate::Slow(bytes) => {
                for part in said.chunks(bytes) {
                    tokio::time::sleep(SLOW_EVERY).await;
                    if to.write_all(part).await.is_err() {
                        return false;
                    }
                }
                return true;
            }
            Fate::Calm | Fate::CutUp(_) | Fate::CutDown(_) | Fate::HalfOpen(..) => {}
        }
        to.write_all(said).await.is_ok()
    }
}

async fn heard<'b>(from: &mut ReadHalf<'_>, piece: &'b mut [u8]) -> Option<&'b [u8]> {
    let length = from.read(piece).await.ok()?;
    piece.get(..length).filter(|said| !said.is_empty())
}
