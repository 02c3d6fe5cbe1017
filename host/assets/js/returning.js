// A session that ended while somebody typed: after the sign-in, what they typed is there again.
// It is kept in this tab, from sending the form until the next page that is no sign-in.

const KEPT = "kartoteka.typed";
const isSignIn = (path) => path.startsWith("/sign-in");
const forms = () => [...document.querySelectorAll("form[data-guard]")];
// What a person typed or chose: no password, no file, nothing that the page itself put in.
const fields = (form) => [...form.elements].filter(({ name, type }) => name && !["password", "file", "hidden", "submit", "button"].includes(type));

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
  keep({ page: location.pathname + location.search, form: forms().indexOf(form), values });
});

const typed = kept();
if (isSignIn(location.pathname)) {
  if (typed) keep({ ...typed, signedIn: true });
} else {
  keep(null);
  const here = typed?.signedIn && typed.page === location.pathname + location.search;
  const form = here ? forms()[typed.form] : null;
  for (const { name, value, checked } of form ? typed.values : []) {
    const field = fields(form).find((f) => f.name === name && (checked === null || f.value === value));
    if (!field) continue;
    if (checked === null) field.value = value;
    else field.checked = checked;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
