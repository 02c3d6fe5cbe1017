// Stands first in app.js, before the other files, each of which the build wraps in a block of its own.
// Scripts only add to pages that work without them; all words come from the page, none from here.

/** Calls `act(event, element)` for events on anything that matches, also on what htmx brings later. */
const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const element = event.target instanceof Element ? event.target.closest(selector) : null;
    if (element) act(event, element);
  });

/** Calls `act(element)` for everything that matches, now and whenever htmx brings more; at most once each. */
const arrive = (selector, act) => {
  const seen = new WeakSet();
  const look = (root) => {
    const found = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.unshift(root);
    for (const element of found) {
      if (!seen.has(element)) {
        seen.add(element);
        act(element);
      }
    }
  };
  look(document);
  document.addEventListener("htmx:load", (event) => look(event.detail.elt));
};

/** What this browser remembers; a browser that refuses to simply forgets. */
const memory = {
  get(name) {
    try {
      return localStorage.getItem(`kartoteka.${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`kartoteka.${name}`, value);
    } catch {
      // Private windows may have no storage: nothing is lost but the comfort.
    }
  },
};
