// The desk on a phone, by touch: what is tapped, where the bar lies, what is within reach of a thumb.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSalon } from './salon.mjs';

const CARD = /clients\/[0-9a-f-]{36}$/;
let salon;
let page;
let client;

before(async () => {
  salon = await openSalon();
  client = await salon.register({ first_name: 'Katarzyna', last_name: 'Wiśniewska-Brzęczyszczykiewicz',
    phones: [{ value: '0151 12345678' }, { value: 'über Mutter' }], emails: [{ value: 'katarzyna@example.com' }] });
  page = await salon.desk({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, permissions: ['clipboard-read', 'clipboard-write'] });
});
after(() => salon?.close());

// Everything that is tapped, smaller than a thumb needs (WCAG 2.5.8 asks for 24, LOOK for 44 where it counts).
const small = (least) => page.evaluate((px) => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('p, td, .visually-hidden, .skip-link'))
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([element, box]) => box.width > 1 && Math.max(box.height, element.closest('label')?.getBoundingClientRect().height ?? 0) < px)
  .map(([element, box]) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 20)} ${Math.round(box.height)}`), least);

test('the bar lies at the bottom and the search at the top', async () => {
  await page.goto(`${salon.base}/clients`);
  const rail = await page.locator('.rail').boundingBox();
  assert.ok(rail.y > 770 && Math.round(rail.y + rail.height) === 844, `the bar stands at ${rail.y}`);
  assert.ok((await page.locator('.bar').boundingBox()).y === 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
});

test('a client is added by tapping', async () => {
  await page.goto(`${salon.base}/clients`);
  await page.locator('a[href$="/clients/new"]').first().tap();
  await page.waitForURL(/new$/);
  assert.equal(await page.locator('#phone-0').getAttribute('inputmode'), 'tel');
  assert.equal(await page.locator('#email-0').getAttribute('inputmode'), 'email');
  assert.deepEqual(await small(44), []);
  const sizes = await page.locator('.input').evaluateAll((fields) => fields.map((field) => parseFloat(getComputedStyle(field).fontSize)));
  assert.ok(Math.min(...sizes) >= 16, 'the page does not zoom into a field');
  await page.locator('#first-name').fill('Mia');
  await page.locator('.form-actions .button-primary').tap();
  await page.waitForURL(CARD);
});

test('a card is called, written to and copied from with one tap', async () => {
  await page.goto(`${salon.base}/clients`);
  await page.locator('a.list-link', { hasText: 'Brzęczyszczykiewicz' }).tap();
  await page.waitForURL(CARD);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'a long name fits');
  assert.ok(await page.locator('a[href="tel:+4915112345678"]').isVisible());
  assert.ok(await page.locator('a[href="sms:+4915112345678"]').isVisible());
  assert.ok(await page.locator('a[href="mailto:katarzyna@example.com"]').isVisible());
  assert.match(await page.locator('.contact', { hasText: 'über Mutter' }).innerText(), /Keine Telefonnummer/);
  await page.locator('[data-copy="+4915112345678"]').tap();
  await page.locator('.copied', { hasText: 'Kopiert' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), '+4915112345678');
  assert.deepEqual(await small(28), []);
});

test('the header stays while the card is read', async () => {
  for (let n = 0; n < 12; n += 1) await salon.api('PATCH', `/clients/${client.id}`, { notes: Array.from({ length: n + 1 }, (_, at) => ({ text: `Notiz ${at}` })) }, { 'if-match': `"${(await salon.api('GET', `/clients/${client.id}`)).version}"` });
  await page.goto(`${salon.base}/clients/${client.id}`);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  const name = await page.locator('h1').boundingBox();
  const bar = await page.locator('.bar').boundingBox();
  assert.ok(name.y >= bar.y + bar.height - 1 && name.y < 140, `the name stands at ${name.y}`);
  assert.ok(await page.locator('.card-actions > a').isVisible());
});

test('the menu opens and a tap beside it closes it', async () => {
  await page.goto(`${salon.base}/clients/${client.id}`);
  await page.locator('.card-actions summary').tap();
  assert.ok(await page.locator('form[action$="/archive"] button').isVisible());
  await page.locator('h2').first().tap();
  assert.equal(await page.locator('.card-actions details').evaluate((menu) => menu.open), false);
});

test('more people come as one scrolls, each once', async () => {
  for (let n = 0; n < 130; n += 1) await salon.register({ first_name: 'Person', last_name: `Nr${String(n).padStart(3, '0')}` });
  await page.goto(`${salon.base}/clients`);
  const rows = () => page.locator('a.list-link').count();
  for (let before = 0; await page.locator('.list-more').count() > 0;) {
    before = await rows();
    await page.locator('.list-more').scrollIntoViewIfNeeded();
    await page.waitForFunction((count) => document.querySelectorAll('a.list-link').length > count, before);
  }
  const names = await page.locator('a.list-link').allInnerTexts();
  assert.equal(names.length, 132);
  assert.equal(new Set(names).size, 132);
});
