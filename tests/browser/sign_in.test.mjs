// Coming in, in a real browser: the first visit, a second factor, a forgotten password,
// an invitation, and those who are kept out. axe looks at each page.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { openBrowser, startHost } from './host.mjs';
import { startMail } from './mail.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [[1280, 800], [1024, 768], [390, 844]];
const PASSWORD = 'ein langes geheimes Wort';
const PATIENCE = 8_000;
let mail;
let host;
let browser;
let page;
let totp;
let papers;

const desk = async (locale = 'de-DE') => {
  const context = await browser.newContext({ locale, viewport: { width: 1024, height: 768 } });
  const opened = await context.newPage();
  opened.setDefaultTimeout(PATIENCE);
  opened.on('pageerror', (error) => { throw error; });
  return opened;
};

before(async () => {
  mail = await startMail();
  host = await startHost(mail.settings);
  browser = await openBrowser();
  page = await desk();
});

after(async () => {
  await browser?.close();
  await host?.stop();
  await mail?.stop();
});

async function isAccessible(name, on = page) {
  for (const colorScheme of ['light', 'dark']) {
    for (const [width, height] of SIZES) {
      await on.setViewportSize({ width, height });
      await on.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await on.evaluate(() => Promise.allSettled(document.getAnimations().map((a) => a.finished)));
      await on.evaluate(axe);
      const { violations } = await on.evaluate(() => globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      }));
      const found = violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join('; ')}`);
      assert.deepEqual(found, [], `${name} at ${width} × ${height}, ${colorScheme}`);
      const wide = await on.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(wide, false, `${name} is wider than the screen at ${width}`);
    }
  }
  await on.setViewportSize({ width: 1024, height: 768 });
}

const fill = (name, value, on = page) => on.locator(`[name="${name}"]`).first().fill(value);
const enter = async (name, on = page) => {
  await on.locator(`[name="${name}"]`).first().press('Enter');
  await on.waitForLoadState();
};
const says = async (words, on = page) => assert.match(await on.locator('body').innerText(), words);

async function signIn(email, password, on = page) {
  await on.goto(`${host.base}/sign-in`);
  await fill('email', email, on);
  await fill('password', password, on);
  await enter('password', on);
}

// The code that an authenticator shows for this secret now, or some steps of half a minute
// later. None of earlier: it would be over when a step ends between here and the host.
function shown(secret, steps = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('the first visit makes salon and owner, by the printed code', async () => {
  await page.goto(host.base);
  await page.waitForURL(/start/);
  const code = host.said().match(/code ([a-z0-9]{4}(?:-[a-z0-9]{4})+)/)?.[1];
  await fill('code', 'aaaa-bbbb-cccc-dddd');
  await fill('salon-name', 'Salon Seidenhaar');
  await fill('salon-slug', 'seidenhaar');
  await fill('owner-name', 'Katarzyna Wiśniewska-Brzęczyszczykiewicz');
  await fill('owner-email', 'kasia@example.com');
  await fill('owner-password', PASSWORD);
  await enter('owner-password');
  await says(/nicht der Code/);
  await isAccessible('first start with a wrong code');
  await fill('code', code);
  await fill('owner-password', PASSWORD);
  await enter('owner-password');
  await page.waitForURL(/sign-in/);
  await signIn('kasia@example.com', 'nicht dieses Wort');
  await says(/gehören nicht zusammen/);
  await isAccessible('a wrong password');
  await signIn('kasia@example.com', PASSWORD);
  await page.waitForURL(/seidenhaar/);
});

test('a second factor is switched on and asked for', async () => {
  await page.goto(`${host.base}/account/second-factor`);
  await isAccessible('switching a second factor on');
  totp = await page.locator('code.token').innerText();
  await fill('code', shown(totp));
  await fill('proof', PASSWORD);
  await enter('proof');
  papers = await page.locator('code.code').allInnerTexts();
  assert.equal(papers.length, 10);
  await isAccessible('codes on paper');
  const other = await desk();
  await signIn('kasia@example.com', PASSWORD, other);
  await isAccessible('the second step', other);
  await fill('code', '000000', other);
  await enter('code', other);
  await says(/falsch/, other);
  await isAccessible('a wrong code', other);
  await fill('code', shown(totp, 1), other);
  await enter('code', other);
  await other.waitForURL(/seidenhaar/);
  await page.goto(`${host.base}/account`);
  await isAccessible('account with a second factor');
  await other.context().close();
});

test('a forgotten password comes by mail', async () => {
  const other = await desk();
  await other.goto(`${host.base}/sign-in`);
  await other.getByRole('link', { name: /vergessen/i }).click();
  await isAccessible('a forgotten password', other);
  await fill('email', 'kasia@example.com', other);
  await enter('email', other);
  await isAccessible('look into your mail', other);
  await other.goto(await mail.link(1));
  await isAccessible('a new password', other);
  await fill('password', 'ein Kamm rollt weiter', other);
  await enter('password', other);
  await other.waitForURL(/sign-in/);
  // Everywhere else it is over.
  await page.goto(`${host.base}/seidenhaar/clients`);
  await page.waitForURL(/sign-in/);
  await signIn('kasia@example.com', 'ein Kamm rollt weiter');
  await fill('code', papers[0]);
  await enter('code');
  await page.waitForURL(/seidenhaar/);
  await other.context().close();
});

test('somebody is invited, kept out, removed and brought back', async () => {
  await page.goto(`${host.base}/seidenhaar/settings/users`);
  await fill('email', 'bea@example.com');
  await enter('email');
  await isAccessible('users with an open invitation');
  const other = await desk();
  await other.goto(await mail.link(2));
  await isAccessible('an invitation', other);
  await fill('name', 'Bea', other);
  await fill('password', PASSWORD, other);
  await enter('password', other);
  await signIn('bea@example.com', PASSWORD, other);
  await other.waitForURL(/seidenhaar/);
  const clients = async () => (await other.goto(`${host.base}/seidenhaar/clients`)).status();
  const row = () => page.locator('tr', { hasText: 'bea@example.com' });
  const act = async (word, within = row()) => {
    await within.getByRole('button', { name: word }).click();
    await page.waitForLoadState();
  };
  await page.goto(`${host.base}/seidenhaar/settings/users`);
  await act('Sperren');
  assert.equal(await clients(), 404);
  await isAccessible('a disabled user');
  await act('Rückgängig', page.locator('.notice-done'));
  assert.equal(await clients(), 200);
  await act('Entfernen');
  assert.equal(await clients(), 404);
  assert.equal(await row().count(), 0);
  await isAccessible('a removed user');
  await act('Rückgängig', page.locator('.notice-done'));
  assert.equal(await clients(), 200);
  await page.goto(`${host.base}/seidenhaar/settings/changes`);
  await says(/Das Entfernen von Bea wurde rückgängig gemacht/);
  await isAccessible('changes');
  await other.context().close();
});

test('a token is shown once and ends by itself', async () => {
  await page.goto(`${host.base}/seidenhaar/settings/tokens`);
  await fill('name', 'Website');
  await page.locator('[name=permission]').first().check();
  await page.locator('[name=days]').selectOption('90');
  await enter('name');
  await isAccessible('a new token');
  const token = await page.locator('code.token').innerText();
  const answer = await fetch(`${host.base}/api/v1/salons/seidenhaar/clients`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(answer.status, 200);
  await page.goto(`${host.base}/seidenhaar/settings/tokens`);
  assert.equal(await page.locator('code.token').count(), 0);
});

test('signing out is for good', async () => {
  await page.goto(`${host.base}/account`);
  await page.locator('form[action="/sign-out"] button').last().click();
  await page.waitForURL(/sign-in/);
  await says(/abgemeldet/);
  await isAccessible('signed out');
  await page.goto(`${host.base}/seidenhaar/clients`);
  await page.waitForURL(/sign-in/);
});
