// Toasts: they leave after ten seconds, never while pointed at, focused, or on a page nobody looks at.

const STAYS = 10_000;

const leaveLater = (toast, wait) =>
  setTimeout(() => {
    if (document.hidden || toast.matches(":hover, :focus-within")) leaveLater(toast, 2_000);
    else toast.remove();
  }, wait);

arrive(".toast", (toast) => {
  if (!("toastStay" in toast.dataset)) leaveLater(toast, STAYS);
});
on("click", "[data-toast-close]", (_event, button) => button.closest(".toast").remove());
