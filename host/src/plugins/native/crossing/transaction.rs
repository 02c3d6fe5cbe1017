//! Transactions in the hands of a plugin.
#![expect(unsafe_code, reason = "pointers across the border")]

use std::{
    ffi::c_void,
    ptr,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use kartoteka_abi::{services::Tx as RawTx, status};
use kartoteka_plugin::{BoxFuture, Error, Result, Tx};
use tokio::sync::{mpsc, oneshot};

use super::call::HostCall;

/// Why nothing is done in a transaction any more.
pub(super) const OVER: &str = "what it belongs to is over";

/// Something to be done with the transaction of who asks, which its own task holds.
pub(in super::super) type Order = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, ()> + Send>;

/// Who has the transaction.
enum Holder {
    /// The plugin, but for the time of a statement.
    Own(Mutex<Slot>),
    /// Who asks it something: orders go there.
    Asker(mpsc::Sender<Order>),
}

/// So many things may wait to be done in somebody else's transaction.
const MOST_ORDERS: usize = 10_000;

/// Where a plugin's own transaction is.
enum Slot {
    /// It waits for the next statement.
    Idle(Box<Tx>),
    /// At a statement, which holds it.
    Busy,
    /// To be committed, by a task that was not polled yet.
    Ending(Box<Tx>),
    /// Committed, undone, or lost with a statement.
    Over,
}

/// A transaction in the hands of a plugin. It begins with what the other side knows of it.
#[repr(C)]
pub(in super::super) struct HostTx {
    raw: RawTx,
    holder: Holder,
    /// What went wrong in it without anybody being told.
    wrong: Mutex<Option<Error>>,
    /// It keeps this, and not the other way round.
    call: Weak<HostCall>,
}

// SAFETY: the pointer is null.
unsafe impl Send for HostTx {}
// SAFETY: as above.
unsafe impl Sync for HostTx {}

impl HostTx {
    fn new(holder: Holder, call: &Arc<HostCall>) -> Arc<Self> {
        Arc::new(Self {
            raw: RawTx {
                data: ptr::null_mut::<c_void>(),
            },
            holder,
            wrong: Mutex::default(),
            call: Arc::downgrade(call),
        })
    }

    /// One that a plugin began.
    pub(super) fn of_plugin(tx: Tx, call: &Arc<HostCall>) -> Arc<Self> {
        let slot = Mutex::new(Slot::Idle(Box::new(tx)));
        Self::new(Holder::Own(slot), call)
    }

    /// The transaction of who asks, for the time of the answer; what is to be done in it comes by
    /// the other end.
    pub(in super::super) fn of_asker(call: &Arc<HostCall>) -> (Arc<Self>, mpsc::Receiver<Order>) {
        let (orders, inbox) = mpsc::channel(MOST_ORDERS);
        let tx = Self::new(Holder::Asker(orders), call);
        // The call has just begun.
        call.life.keep(&tx);
        (tx, inbox)
    }

    /// As the other side knows it, for as long as the call is kept.
    pub(in super::super) fn raw(self: &Arc<Self>) -> *mut RawTx {
        Arc::as_ptr(self).cast_mut().cast()
    }

    /// The plugin's own, locked.
    fn slot(&self) -> Option<MutexGuard<'_, Slot>> {
        match &self.holder {
            Holder::Own(slot) => Some(slot.lock().unwrap_or_else(PoisonError::into_inner)),
            Holder::Asker(_) => None,
        }
    }

    /// Takes the transaction for the time of a statement.
    fn take(&self) -> Option<Box<Tx>> {
        let mut slot = self.slot()?;
        match std::mem::replace(&mut *slot, Slot::Busy) {
            Slot::Idle(tx) => Some(tx),
            other => {
                *slot = other;
                None
            }
        }
    }

    fn put_back(&self, back: Box<Tx>) {
        if let Some(mut slot) = self.slot()
            && let Slot::Busy = *slot
        {
            *slot = Slot::Idle(back);
        }
        // Undone meanwhile, it is undone here.
    }

    /// Has it committed by the next that [`take_ending`](Self::take_ending)s it; `false` where it is
    /// over, or at a statement.
    pub(super) fn to_be_committed(&self) -> bool {
        let Some(mut slot) = self.slot() else {
            return false;
        };
        match std::mem::replace(&mut *slot, Slot::Over) {
            Slot::Idle(tx) => {
                *slot = Slot::Ending(tx);
                true
            }
            other => {
                *slot = other;
                false
            }
        }
    }

    fn take_ending(&self) -> Option<Box<Tx>> {
        let mut slot = self.slot()?;
        match std::mem::replace(&mut *slot, Slot::Over) {
            Slot::Ending(tx) => Some(tx),
            other => {
                *slot = other;
                None
            }
        }
    }

    pub(super) fn goes_wrong(&self, error: Error) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.get_or_insert(error);
    }

    /// What went wrong in it, once.
    pub(in super::super) fn wrong(&self) -> Option<Error> {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.take()
    }

    /// Undoes what is open; whether something was.
    pub(super) fn end(&self) -> bool {
        let Some(mut slot) = self.slot() else {
            return false;
        };
        let was = std::mem::replace(&mut *slot, Slot::Over);
        drop(slot);
        !matches!(was, Slot::Over)
    }

    /// Does `work` in the transaction. Dropped on the way, one of the plugin's own is undone.
    pub(super) async fn within<T: Send + 'static>(
        self: Arc<Self>,
        work: impl for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, T> + Send + 'static,
    ) -> Result<T> {
        if let Holder::Asker(orders) = &self.holder {
            let (answer, answered) = oneshot::channel();
            let order: Order = Box::new(|tx| {
                Box::pin(async move {
                    // Who asked for it may have gone.
                    let _ = answer.send(work(tx).await);
                })
            });
            let over = || Error::internal("the question that it belongs to is over");
            orders.send(order).await.map_err(|_| over())?;
            return answered.await.map_err(|_| over());
        }
        let over = "a transaction that is over, or at another statement";
        let tx = self.take().ok_or_else(|| Error::internal(over))?;
        let mut at_it = AtIt {
            of: &self,
            tx: Some(tx),
        };
        let done = match &mut at_it.tx {
            Some(tx) => work(tx).await,
            None => return Err(Error::internal(over)),
        };
        at_it.back();
        Ok(done)
    }

    /// Does `work` in the transaction at once, or in its turn.
    pub(super) fn at_once(&self, work: impl FnOnce(&mut Tx) + Send + 'static) -> i32 {
        if let Holder::Asker(orders) = &self.holder {
            let order: Order = Box::new(|tx| {
                work(tx);
                Box::pin(std::future::ready(()))
            });
            return match orders.try_send(order) {
                Ok(()) => status::OK,
                Err(_) => status::REFUSED,
            };
        }
        match self.take() {
            Some(mut tx) => {
                work(&mut tx);
                self.put_back(tx);
                status::OK
            }
            None => status::REFUSED,
        }
    }
}

/// A transaction at a statement; dropped on the way, it is over.
struct AtIt<'t> {
    of: &'t HostTx,
    tx: Option<Box<Tx>>,
}

impl AtIt<'_> {
    fn back(mut self) {
        if let Some(tx) = self.tx.take() {
            self.of.put_back(tx);
        }
    }
}

impl Drop for AtIt<'_> {
    fn drop(&mut self) {
        if let Some(tx) = self.tx.take() {
            self.of.end();
            drop(tx);
        }
    }
}

/// A transaction that is to be committed; dropped before it was begun, it is undone.
pub(super) struct Committing(Arc<HostTx>);

impl Committing {
    pub(super) fn new(tx: Arc<HostTx>) -> Self {
        Self(tx)
    }

    /// The transaction, once.
    pub(super) fn take(&self) -> Option<Box<Tx>> {
        self.0.take_ending()
    }
}

impl Drop for Committing {
    fn drop(&mut self) {
        drop(self.0.take_ending());
    }
}

/// The host's transaction behind the pointer, kept, and the call that it is of. Nothing where that is
/// gone or cut off.
///
/// # Safety
/// It is one that was given out, of a call that is kept.
pub(super) unsafe fn kept_tx(tx: *mut RawTx) -> Option<(Arc<HostTx>, Arc<HostCall>)> {
    let tx = tx.cast::<HostTx>();
    if tx.is_null() {
        return None;
    }
    // SAFETY: the caller says so; it lies in an `Arc`.
    let tx = unsafe {
        Arc::increment_strong_count(tx);
        Arc::from_raw(tx)
    };
    let call = tx.call.upgrade()?;
    call.life.is_usable().then_some((tx, call))
}
