// A salon's day on the pages, in a real browser, with axe looking at each of them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, startHost } from './host.mjs';
import { PATIENCE, isAccessible as holdsForEveryone } from './salon.mjs';

let host;
let browser;
let context;
let page;

before(async () => {
  host = await startHost();
  browser = await openBrowser();
  context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1024, height: 768 } });
  page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on('pageerror', (error) => { throw error; });
});

after(async () => {
  await browser?.close();
  await host?.stop();
});

const isAccessible = (name) => holdsForEveryone(page, name);

const says = async (words) => assert.match(await page.locator('body').innerText(), words);

test('the first visit makes the first salon and its owner', async () => {
  await page.goto(`${host.base}/start`);
  await isAccessible('first start');
  const code = host.said().match(/code ([a-z0-9]{4}(?:-[a-z0-9]{4})+)/)?.[1];
  assert.ok(code, `a code is printed: ${host.said()}`);
  const fill = (name, value) => page.locator(`[name="${name}"]`).fill(value);
  await fill('code', code);
  await fill('salon-name', 'Salon Seidenhaar');
  await fill('salon-slug', 'seidenhaar');
  await fill('owner-name', 'Katarzyna Wiśniewska-Brzęczyszczykiewicz');
  await fill('owner-email', 'kasia@example.com');
  await fill('owner-password', 'zu kurz');
  await page.locator('[name="owner-password"]').press('Enter');
  await page.waitForLoadState();
  assert.equal(await page.locator('[name="salon-name"]').inputValue(), 'Salon Seidenhaar');
  await isAccessible('first start with a fault');
  await fill('owner-password', 'ein langes geheimes Wort');
  await page.locator('[name="owner-password"]').press('Enter');
  await page.waitForURL(/sign-in/);
  await isAccessible('sign-in');
  await fill('email', 'kasia@example.com');
  await fill('password', 'ein langes geheimes Wort');
  await page.locator('[name="password"]').press('Enter');
  await page.waitForURL(/seidenhaar/);
  await says(/Kunden/);
});

test('an empty list says what belongs there', async () => {
  await page.goto(`${host.base}/seidenhaar/clients`);
  await isAccessible('empty list');
  assert.ok(await page.locator('a[href$="/clients/new"]').count() > 0);
  assert.ok(await page.locator('a[href$="/imports"]').count() > 0);
});

test('a client is made with the keyboard alone', async () => {
  await page.goto(`${host.base}/seidenhaar/clients`);
  await page.keyboard.press('n');
  await page.waitForURL(/clients\/new/);
  await isAccessible('new client');
  await page.locator('input[name=first_name]').fill('Jürgen');
  await page.locator('input[name=last_name]').fill('Müller');
  await page.locator('input[type=tel]').first().fill('0151 1234 5678');
  await page.locator('input[name=last_name]').press('Enter');
  await page.waitForURL(/clients\/[0-9a-f-]{36}/);
  await says(/Jürgen Müller/);
  await isAccessible('card');
});

test('a form with faults keeps what was typed', async () => {
  await page.goto(`${host.base}/seidenhaar/clients/new`);
  await page.locator('input[name=first_name]').fill('Anna');
  await page.locator('input[type=email]').first().evaluate((field) => { field.type = 'text'; });
  const email = page.locator('input[autocomplete=off][name*=email], input[name*=email]').first();
  await email.fill('keine adresse');
  await page.locator('input[name=first_name]').press('Enter');
  await page.waitForLoadState();
  assert.equal(await page.locator('input[name=first_name]').inputValue(), 'Anna');
  await isAccessible('form with faults');
});

test('typing finds people without their umlauts', async () => {
  await page.goto(`${host.base}/seidenhaar/clients`);
  await page.keyboard.press('/');
  await page.keyboard.type('mueller', { delay: 20 });
  await page.locator('mark', { hasText: 'Müller' }).first().waitFor();
  await isAccessible('search');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/clients\/[0-9a-f-]{36}/);
});

test('a list comes in and is taken back', async () => {
  await page.goto(`${host.base}/seidenhaar/imports`);
  await isAccessible('imports');
  const text = 'Name;Telefon;E-Mail\r\nŁukasz Żak;+48 501 234 567;lukasz@example.com\r\nZoë IJzerman;;zoe@example.com\r\n';
  await page.locator('input[type=file]').setInputFiles({
    name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from(text),
  });
  const send = page.locator('form:has(input[type=file]) button:not([type=button])').first();
  if (await send.isVisible()) await send.click();
  await page.waitForURL(/imports\/[0-9a-f-]{36}/);
  await page.locator('form[action$="/commit"] button').first().waitFor();
  await says(/Łukasz Żak/);
  await isAccessible('preview');
  await page.locator('form[action$="/commit"] button').first().click();
  await page.locator('form[action$="/undo"] button').first().waitFor();
  await isAccessible('import done');
  await page.locator('form[action$="/undo"] button').first().click();
  await page.locator('form[action$="/undo"]').waitFor({ state: 'detached' });
  await page.locator('.notice-done').waitFor();
  await page.goto(`${host.base}/seidenhaar/clients`);
  assert.equal(await page.locator('a.list-link').count(), 1);
});

test('settings and account hold for everyone', async () => {
  for (const path of ['settings/users', 'settings/roles', 'settings/tokens', 'sources']) {
    const answer = await page.goto(`${host.base}/seidenhaar/${path}`);
    assert.equal(answer.status(), 200, path);
    await isAccessible(path);
  }
  await page.goto(`${host.base}/account`);
  await isAccessible('account');
});

test('five languages', async () => {
  for (const [code, word] of [['en', /Sign in/], ['de', /Anmelden/], ['nl', /Inloggen|Aanmelden/], ['pl', /Zaloguj/], ['it', /Accedi/]]) {
    const other = await browser.newContext({ locale: code });
    const signIn = await other.newPage();
    await signIn.goto(`${host.base}/sign-in`);
    assert.match(await signIn.locator('body').innerText(), word);
    assert.equal(await signIn.locator('html').getAttribute('lang'), code);
    await other.close();
  }
});
