// Requests of htmx: what to say when one fails, where the focus goes.

const failed = () => {
  const words = document.getElementById("toast-failed");
  const toasts = document.getElementById("toasts");
  // One is enough: a lost connection fails every request on the page.
  if (!words || !toasts || toasts.querySelector("[data-toast-failed]")) return;
  toasts.append(words.content.cloneNode(true));
  htmx.process(toasts);
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: toasts } }));
};
document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);
document.addEventListener("htmx:responseError", failed);

// The summary of a form's errors, or the field that a page is opened for.
arrive("[data-focus]", (element) => element.focus());
