// A session that ended while somebody typed: after the sign-in, what they typed is there again.
// It is kept in this tab, from sending the form until the next page that is no sign-in.

const KEPT = "kartoteka.typed";
const isSignIn = (path) => path.startsWith("/sign-in");
const forms = () => [...document.querySelectorAll("form[data-guard]")];
// What a person typed or chose, and on what it is based, so that what somebody else changed meanwhile is
// seen: no password, no file, nothing else that the page itself put in.
const BASES = ["version", "was"];
const SKIPPED = ["password", "file", "hidden", "submit", "button"];
const fields = (form) => [...form.elements].filter(({ name, type }) => name && (BASES.includes(name) || !SKIPPED.includes(type)));

const kept = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
};
const keep = (typed) => {
  try {
    if (typed) sessionStorage.setItem(KEPT, JSON.stringify(typed));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Without storage it is as it was: the form comes empty.
  }
};

on("submit", "form[data-guard]", (_event, form) => {
  const values = fields(form).map(({ name, type, value, checked }) => ({ name, value, checked: ["checkbox", "radio"].includes(type) ? checked : null }));
  keep({ page: location.pathname + location.search, form: form.getAttribute("action"), values });
});

const typed = kept();
if (isSignIn(location.pathname)) {
  if (typed) keep({ ...typed, signedIn: true });
} else {
  keep(null);
  const here = typed?.signedIn && typed.page === location.pathname + location.search;
  const form = here ? forms().find((f) => f.getAttribute("action") === typed.form) : null;
  const left = form ? fields(form) : [];
  for (const { name, value, checked } of form ? typed.values : []) {
    const at = () => left.findIndex((f) => f.name === name && (checked === null || f.value === value));
    if (at() < 0) {
      // Several of a kind: one more row, where the form has a button for that.
      const known = fields(form);
      form.querySelector(`[data-rows-add][value="${CSS.escape(name)}"]`)?.click();
      left.push(...fields(form).filter((f) => !known.includes(f)));
    }
    const [field] = at() < 0 ? [] : left.splice(at(), 1);
    if (!field) continue;
    if (checked === null) field.value = value;
    else field.checked = checked;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
