// The keyboard: single keys on what carries data-key, arrows in lists, Escape for the nearest thing.

const WRITES = "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file]), textarea, select, [contenteditable]";
const writes = (element) => element instanceof Element && element.matches(WRITES);

// Single keys can be switched off (WCAG 2.1.4): they get in the way of speech input.
const keysAreOn = () => memory.get("keys") !== "off";
arrive("[data-keys-switch]", (box) => {
  box.checked = keysAreOn();
});
on("change", "[data-keys-switch]", (_event, box) => memory.set("keys", box.checked ? "on" : "off"));

const press = (event) => {
  if (writes(event.target) || !keysAreOn()) return;
  const scope = document.querySelector("dialog[open]") ?? document;
  const element = [...scope.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key && !one.disabled);
  if (!element) return;
  event.preventDefault();
  if (writes(element)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
};

// Somebody went on into the list before it showed what they typed: the first row takes the focus once it does,
// or Enter would open a row of what was looked for before.
let goesOn = null;
const isBehind = (input, list) => "shows" in list.dataset && list.dataset.shows !== input.value.trim();
document.addEventListener("htmx:afterSettle", () => {
  const input = goesOn;
  const list = input && document.getElementById(input.dataset.keyboardInto);
  if (!list || isBehind(input, list)) return;
  goesOn = null;
  if (document.activeElement === input) list.querySelector("[data-row]")?.focus();
});

/** Moves within `[data-keyboard-list]`, whose stops carry data-row; and into it from `[data-keyboard-into]`. */
const move = (event) => {
  const from = event.target.closest?.("[data-keyboard-into]");
  const list = from ? document.getElementById(from.dataset.keyboardInto) : event.target.closest?.("[data-keyboard-list]");
  if (!list) return;
  const rows = [...list.querySelectorAll("[data-row]")];
  const at = rows.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (from && event.key !== "ArrowDown") return;
  if (from && isBehind(from, list)) {
    goesOn = from;
    event.preventDefault();
    return;
  }
  if (to < 0) {
    document.querySelector(`[data-keyboard-into="${CSS.escape(list.id)}"]`)?.focus();
  } else {
    rows[to]?.focus();
  }
  event.preventDefault();
};

const closeMenu = (menu) => {
  menu.open = false;
  menu.querySelector("summary").focus();
};

const clearSearch = (input) => {
  input.value = "";
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.focus();
};
// Where nothing looks while typing, the link leads to the whole list instead.
on("click", "[data-search-clear]", (event, link) => {
  const input = link.closest("form").querySelector("[type=search][hx-get]");
  if (!input) return;
  event.preventDefault();
  clearSearch(input);
});

const escape = (event) => {
  if (document.querySelector("dialog[open]")) return; // The browser closes it.
  const menu = document.querySelector("details.menu[open]");
  if (menu) return closeMenu(menu);
  const toast = event.target.closest?.(".toast");
  if (toast) return toast.remove();
  if (event.target.matches?.("[type=search]") && event.target.value) {
    event.preventDefault();
    return clearSearch(event.target);
  }
  if (writes(event.target)) return event.target.blur();
  document.querySelector("[data-escape]")?.click();
};

document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown") goesOn = null;
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") escape(event);
  else if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) move(event);
  else if (event.key.length === 1) press(event);
});

// A menu closes when one looks elsewhere, and after something in it was chosen.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const summary = menu.querySelector("summary");
    if (!menu.contains(event.target) || (!summary.contains(event.target) && event.target.closest("a, button"))) menu.open = false;
  }
});
