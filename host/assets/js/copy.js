// Copies data-copy, and says so with data-copied for two seconds.

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

on("click", "[data-copy]", async (_event, button) => {
  await copy(button.dataset.copy);
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
