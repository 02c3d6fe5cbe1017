// A session that ended while somebody typed: after the sign-in, what they typed is there again.
// It is kept in this tab, from sending the form until the next page that is no sign-in.

const KEPT = "kartoteka.typed";
const isSignIn = (path) => path.startsWith("/sign-in");
const forms = () => [...document.querySelectorAll("form[data-guard]")];
// What a person typed or chose: no password, no file, nothing that the page itself put in.
const fields = (form) => [...form.elements].filter(({ name, type }) => name && !["password", "file", "hidden", "submit", "button"].includes(type));

on("submit", "form[data-guard]", (_event, form) => {
  const values = fields(form).map(({ name, type, value, checked }) => ({ name, value, checked: ["checkbox", "radio"].includes(type) ? checked : null }));
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({ page: location.pathname + location.search, form: forms().indexOf(form), values }));
  } catch {
    // Without storage it is as it was: the form comes empty.
  }
});

const take = () => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    sessionStorage.removeItem(KEPT);
    return kept;
  } catch {
    return null;
  }
};
const cameFromSignIn = () => {
  try {
    const from = new URL(document.referrer);
    return from.origin === location.origin && isSignIn(from.pathname);
  } catch {
    return false;
  }
};

if (!isSignIn(location.pathname)) {
  const kept = take();
  const form = kept?.page === location.pathname + location.search && cameFromSignIn() ? forms()[kept.form] : null;
  for (const { name, value, checked } of form ? kept.values : []) {
    const field = fields(form).find((f) => f.name === name && (checked === null || f.value === value));
    if (!field) continue;
    if (checked === null) field.value = value;
    else field.checked = checked;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
