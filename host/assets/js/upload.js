// Uploads: drop a file, see how far it is, stop it. Without a script the same form is simply sent.

const show = (form, name, visible) => {
  const part = form.querySelector(`[data-upload-${name}]`);
  if (part) part.hidden = !visible;
  return part;
};

/** As before anything was chosen; the same file can be chosen again. */
const again = (form) => {
  show(form, "progress", false);
  show(form, "form", true);
  form.reset();
  const name = form.querySelector("[data-upload-name]");
  if (name?.dataset.was) name.textContent = name.dataset.was;
};

const problem = (form, words) => {
  again(form);
  const notice = show(form, "problem", true);
  if (notice) notice.querySelector("p").textContent = words;
};

/** Tells the others that something new stands on the page. */
const arrived = (element) => {
  htmx.process(element);
  document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: element } }));
};

/** The part of the page that alone changes when files have come; the page does not move, and what is half typed stays. */
const sectionOf = (form) => ("uploadSection" in form.dataset ? form.closest(".section-body") : null);

/** The answer is the section, or a page: the next one, this form again with what was wrong, or one that says it. */
const answered = (form, request) => {
  const elsewhere = request.getResponseHeader("HX-Redirect");
  if (elsewhere) return location.assign(elsewhere);
  const section = sectionOf(form);
  if (request.status < 400 && !(section && request.responseURL === form.action)) {
    return location.assign(request.responseURL);
  }
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  if (request.status < 400) {
    section.replaceChildren(...page.body.childNodes);
    arrived(section);
    section.querySelector('input[type="file"]')?.focus({ preventScroll: true });
    return;
  }
  const corrected = form.id ? page.getElementById(form.id) : null;
  if (!corrected) {
    const words = page.querySelector(".page-head h1, .toast-text")?.textContent.trim();
    return problem(form, words || form.dataset.uploadFailed);
  }
  form.replaceWith(corrected);
  arrived(corrected);
};

/** Whether the files of the form are more than is taken at once: nobody waits for that to be sent. */
const isTooLarge = (form) => {
  const files = [...form.querySelectorAll('input[type="file"]')].flatMap((input) => [...input.files]);
  const bytes = files.reduce((sum, file) => sum + file.size, 0);
  return bytes > Number(form.dataset.uploadMost ?? Infinity);
};

const send = (form) => {
  if (isTooLarge(form)) return problem(form, form.dataset.uploadTooLarge);
  const request = new XMLHttpRequest();
  const bar = show(form, "progress", true)?.querySelector("progress");
  const percent = form.querySelector("[data-upload-percent]");
  show(form, "form", false);
  show(form, "problem", false);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const share = Math.round((event.loaded / event.total) * 100);
    if (bar) bar.value = share;
    if (percent) percent.textContent = `${share} %`;
    // All is sent: the server reads now, and nobody knows how long that takes.
    if (share === 100) bar?.removeAttribute("value");
  });
  request.addEventListener("load", () => answered(form, request));
  request.addEventListener("error", () => problem(form, form.dataset.uploadFailed));
  request.addEventListener("abort", () => again(form));
  form.querySelector("[data-upload-cancel]")?.addEventListener("click", () => request.abort(), { once: true });
  request.open("POST", form.action);
  if (sectionOf(form)) request.setRequestHeader("HX-Request", "true");
  request.send(new FormData(form));
};

// Capturing, so that it comes before the guard against sending twice.
document.addEventListener("submit", (event) => {
  if (!(event.target instanceof Element) || !event.target.matches("form[data-upload]")) return;
  event.preventDefault();
  send(event.target);
}, true);

on("change", 'form[data-upload] input[type="file"]', (_event, input) => {
  const name = input.form.querySelector("[data-upload-name]");
  if (name && input.files[0]) {
    name.dataset.was ??= name.textContent;
    name.textContent = [...input.files].map((file) => file.name).join(", ");
  }
  // A file that was chosen goes at once: there is nothing else to say on that form.
  if (input.form.dataset.upload === "now" && input.files[0]) input.form.requestSubmit();
});

// A file that misses the zone must not replace the page.
for (const type of ["dragover", "drop"]) {
  window.addEventListener(type, (event) => {
    if (document.querySelector("form[data-upload]") && event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
}
on("dragover", ".dropzone", (_event, zone) => zone.classList.add("dropzone-over"));
on("dragleave", ".dropzone", (event, zone) => {
  if (!zone.contains(event.relatedTarget)) zone.classList.remove("dropzone-over");
});
on("drop", ".dropzone", (event, zone) => {
  zone.classList.remove("dropzone-over");
  const input = zone.querySelector('input[type="file"]');
  if (!input || !event.dataTransfer.files.length) return;
  event.preventDefault();
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
