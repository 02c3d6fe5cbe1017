// Forms: nothing typed is lost by leaving, nothing is sent twice, further rows come without a request.

const changed = new WeakSet();
on("input", "form[data-guard]", (_event, form) => changed.add(form));
on("submit", "form[data-guard]", (_event, form) => changed.delete(form));
window.addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("form[data-guard]")].some((form) => changed.has(form))) event.preventDefault();
});

on("submit", 'form[method="post" i]', (event, form) => {
  if (event.defaultPrevented) return; // htmx or the upload has it.
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
});
// A page that the browser brings back from memory may be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
});

// Several of a kind: the button would ask the server for one more row; its template is here already.
// In the template `__row__` stands for the number of the row, in ids and names alike.
on("click", "[data-rows-add]", (event, button) => {
  const rows = button.closest("[data-rows]");
  const template = rows?.querySelector("template");
  if (!template) return;
  event.preventDefault();
  const number = Number(rows.dataset.rows);
  rows.dataset.rows = String(number + 1);
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML.replaceAll("__row__", String(number));
  const row = holder.content.firstElementChild;
  rows.querySelector(".field-rows").append(row);
  row.querySelector("input, select")?.focus();
});
on("click", "[data-row-remove]", (event, button) => {
  const row = button.closest(".field-row");
  const rows = button.closest("[data-rows]");
  if (!row || !rows) return;
  event.preventDefault();
  rows.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
  row.remove();
  rows.querySelector("[data-rows-add]")?.focus();
});
