// A field with proposals: htmx fills the list while typing, this moves in it and takes one.
// What is taken goes into the hidden field named by data-combobox; typing on empties that again.

const parts = (input) => {
  const box = input.closest(".combobox");
  return {
    list: box.querySelector('[role="listbox"]'),
    value: box.querySelector("[data-combobox-value]"),
    options: [...box.querySelectorAll('[role="option"]')],
  };
};

const close = (input) => {
  const { list } = parts(input);
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
};

const mark = (input, option) => {
  for (const other of parts(input).options) other.setAttribute("aria-selected", String(other === option));
  if (!option) return;
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
};

const take = (input, option) => {
  const { value } = parts(input);
  input.value = option.dataset.label ?? option.textContent.trim();
  if (value) {
    value.value = option.dataset.value ?? "";
    value.dispatchEvent(new Event("change", { bubbles: true }));
  }
  close(input);
};

const key = (event, input) => {
  const { list, options } = parts(input);
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const open = !list.hidden && options.length > 0;
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length > 0) {
    const step = event.key === "ArrowDown" ? 1 : -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(input, options[(at + step + options.length) % options.length] ?? options[0]);
  } else if (event.key === "Enter" && open && at >= 0) {
    take(input, options[at]);
  } else if (event.key === "Escape" && open) {
    close(input);
  } else {
    return;
  }
  event.preventDefault();
};

arrive('[role="combobox"]', (input) => {
  input.addEventListener("keydown", (event) => key(event, input));
  input.addEventListener("input", () => {
    const { list, value } = parts(input);
    if (value) value.value = "";
    list.hidden = false;
  });
  // A list is there to be chosen from as soon as htmx has filled it.
  parts(input).list.addEventListener("htmx:afterSwap", () => {
    input.setAttribute("aria-expanded", String(parts(input).options.length > 0));
    input.removeAttribute("aria-activedescendant");
  });
  input.addEventListener("blur", () => setTimeout(() => close(input), 150));
});
on("click", '[role="option"]', (_event, option) => {
  const input = option.closest(".combobox")?.querySelector('[role="combobox"]');
  if (!input) return;
  take(input, option);
  input.focus();
});
