// Dialogs: opened by what carries data-dialog-open, which without a script is a link to the same question.

on("click", "[data-dialog-open]", (event, opener) => {
  const dialog = document.getElementById(opener.dataset.dialogOpen);
  if (!dialog || dialog.open) return;
  event.preventDefault();
  dialog.showModal();
});
on("click", "[data-dialog-close]", (event, button) => {
  event.preventDefault();
  button.closest("dialog").close();
});
// The veil around a dialog closes it; a press that began inside (selecting text) does not.
let pressed = null;
document.addEventListener("pointerdown", (event) => {
  pressed = event.target;
});
on("click", "dialog", (event, dialog) => {
  if (event.target === dialog && pressed === dialog) dialog.close();
});
// A dialog that a request brought opens by itself and leaves nothing behind.
arrive("dialog[data-dialog-auto]", (dialog) => {
  if (!dialog.open) dialog.showModal();
  dialog.addEventListener("close", () => dialog.remove());
});
