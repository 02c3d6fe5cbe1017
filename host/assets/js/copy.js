// Copies data-copy, or the whole address of data-copy-address, and says so with data-copied for two seconds.

const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Only https pages have a clipboard; a salon's own machine may be reached by plain http.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
};

// A page knows its path; under which name it is reached, the browser does.
const whole = (path) => new URL(path, location.href).href;
arrive("[data-whole-address]", (element) => {
  element.textContent = whole(element.textContent);
});

on("click", "[data-copy], [data-copy-address]", async (_event, button) => {
  await copy(button.dataset.copy ?? whole(button.dataset.copyAddress));
  button.focus();
  const words = document.createElement("span");
  words.className = "copied";
  words.setAttribute("role", "status");
  button.querySelector(".copied")?.remove();
  button.append(words);
  // Set after it is in the page, or a screen reader does not hear it.
  requestAnimationFrame(() => {
    words.textContent = button.dataset.copied;
  });
  setTimeout(() => words.remove(), 2_000);
});
