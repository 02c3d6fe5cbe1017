// Sections remember whether they were folded, per browser and by name, not by client.

arrive("details[data-fold]", (details) => {
  const kept = memory.get(`fold.${details.dataset.fold}`);
  if (kept) details.open = kept === "open";
  // Set after the state was restored: what the page itself does is not remembered.
  requestAnimationFrame(() => {
    details.addEventListener("toggle", () => memory.set(`fold.${details.dataset.fold}`, details.open ? "open" : "folded"));
  });
});
