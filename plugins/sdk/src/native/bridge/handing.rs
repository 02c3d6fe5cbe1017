//! Pieces handed from one task to another, one at a time.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use kartoteka_abi::{Buf, Done};

type Piece = Option<Done<Buf>>;

#[derive(Default)]
struct Table {
    /// What lies there, to be taken.
    piece: Option<Piece>,
    /// Whether the last one was put there.
    ended: bool,
    giver: Option<Waker>,
    taker: Option<Waker>,
}

/// A place for one piece between who gives and who takes.
#[derive(Clone, Default)]
pub(super) struct Handing(Arc<Mutex<Table>>);

impl Handing {
    /// A table is whole after every statement on it.
    fn lock(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a piece may be given now; never once the last was.
    pub(super) fn poll_wants(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut table = self.lock();
        if table.ended {
            return Poll::Pending;
        }
        match table.piece {
            None => Poll::Ready(()),
            Some(_) => {
                table.giver = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// Gives the next piece, or that there is none.
    pub(super) fn give(&self, piece: Piece) {
        let mut table = self.lock();
        table.ended = piece.is_none();
        table.piece = Some(piece);
        let taker = table.taker.take();
        drop(table);
        if let Some(taker) = taker {
            taker.wake();
        }
    }

    /// Takes the next piece.
    pub(super) fn poll_take(&self, context: &mut Context<'_>) -> Poll<Piece> {
        let mut table = self.lock();
        let Some(piece) = table.piece.take() else {
            table.taker = Some(context.waker().clone());
            return Poll::Pending;
        };
        let giver = table.giver.take();
        drop(table);
        if let Some(giver) = giver {
            giver.wake();
        }
        Poll::Ready(piece)
    }
}
