// What the stories of the pages share: a salon with an owner, somebody at its desk, and axe.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openBrowser, startHost } from './host.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// The sizes that every page is looked at in, light and dark.
export const SIZES = [[1280, 800], [1024, 768], [390, 844]];

// What waits longer than this does not come.
export const PATIENCE = 20_000;

// A host with one salon and a browser. `desk` signs somebody in and gives their page.
export async function openSalon({ slug = 'seidenhaar', country = 'DE', settings = {} } = {}) {
  const host = await startHost(settings);
  const browser = await openBrowser();
  host.kartoteka('salon', 'create', slug, '--name', 'Salon Seidenhaar', '--country', country);
  const user = (email, name, role = 'owner') => host
    .kartoteka('user', 'create', '--email', email, '--name', name, '--salon', slug, '--role', role)
    .match(/[a-z0-9]{4}(?:-[a-z0-9]{4})+/)[0];
  const owner = { email: 'kasia@example.com', password: user('kasia@example.com', 'Kasia') };
  const token = host.kartoteka('token', 'create', '--salon', slug).trim();
  const base = `${host.base}/${slug}`;

  const api = async (method, path, body, headers = {}) => {
    const answer = await fetch(`${host.base}/api/v1/salons/${slug}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: body && JSON.stringify(body),
    });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${answer.ok ? '' : await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  };
  const register = (client) => api('POST', '/clients', client);

  // Who signed in once is signed in for all their further desks.
  const sessions = new Map();
  const desk = async ({ who = owner, ...options } = {}) => {
    const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => { throw error; });
    if (sessions.has(who.email)) {
      await context.addCookies(sessions.get(who.email));
      await page.goto(`${base}/clients`);
      return page;
    }
    await page.goto(`${host.base}/sign-in`);
    await page.locator('[name=email]').fill(who.email);
    await page.locator('[name=password]').fill(who.password);
    await page.locator('[name=password]').press('Enter');
    await page.waitForURL(`${base}/**`);
    sessions.set(who.email, await context.cookies());
    return page;
  };
  const close = async () => {
    await browser.close();
    await host.stop();
  };
  return { host, browser, base, slug, owner, user, api, register, desk, close };
}

// What axe finds on the page as it stands, at these sizes, light and dark. Axe is run through the debugger,
// so the page's own policy stays in force for the page.
export async function isAccessible(page, name, { sizes = SIZES, schemes = ['light', 'dark'] } = {}) {
  const before = page.viewportSize();
  await page.evaluate(axe);
  for (const colorScheme of schemes) {
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Colours that are on their way from light to dark are neither.
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map((a) => a.finished)));
      // All rules once; of the other scheme only what a scheme can change.
      const runOnly = colorScheme === schemes[0] ? RULES : { type: 'rule', values: ['color-contrast'] };
      const { violations } = await page.evaluate((only) => globalThis.axe.run(document, { runOnly: only, resultTypes: ['violations'] }), runOnly);
      const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join('; ')}`);
      assert.deepEqual(found, [], `${name} at ${width} × ${height}, ${colorScheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(wide, false, `${name} is wider than the screen at ${width}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(before);
}

// What has the focus: its id, else its words.
export const focused = (page) => page.evaluate(() => {
  const { activeElement: element } = document;
  return element.id || element.getAttribute('aria-label') || element.textContent.trim();
});

// The way of somebody who uses no mouse to a row of the list.
export const find = async (page, words, name) => {
  await page.keyboard.press('/');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(words);
  await page.locator('a.list-link', { hasText: name }).first().waitFor();
};
