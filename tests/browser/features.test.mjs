// A salon switches a feature on and works with it: in a real browser, with axe looking at each page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { isAccessible, openSalon } from './salon.mjs';

let salon;
let page;
let card;

// Pictures for who wants to look, where PICTURES names a folder.
const pictures = process.env.PICTURES;
const picture = async (name, options = {}) => {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true, ...options });
};

before(async () => {
  salon = await openSalon();
  const client = await salon.register({
    first_name: 'Katarzyna', last_name: 'Wiśniewska-Brzęczyszczykiewicz', phones: [{ value: '0176 1234567' }],
    emails: [{ value: 'kasia@example.org' }],
  });
  await salon.register({ last_name: 'Amsel', phones: [{ value: '+49 176 1234567' }] });
  card = `${salon.base}/clients/${client.id}`;
  page = await salon.desk();
});

after(() => salon?.close());

const body = () => page.locator('body').innerText();

test('a feature is found in the settings, and says what it adds before it is on', async () => {
  await page.goto(`${salon.base}/settings/features`);
  await picture('features-off');
  await page.locator('summary', { hasText: 'Was sie bringt' }).first().click();
  await page.locator('#blacklist').getByText('Namen und Nummern der Kundschaft').waitFor();
  await isAccessible(page, 'features, off');
});

test('one press switches it on, by the keyboard, and one takes it back', async () => {
  await page.goto(`${salon.base}/settings/features`);
  const on = page.locator('#blacklist').getByRole('button', { name: 'Einschalten' });
  await on.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/switched=blacklist/);
  assert.match(await body(), /„Sperrliste“ ist eingeschaltet/);
  assert.ok(await page.locator(`nav a[href$="/blacklist"]`).count() > 0, 'its place is in the rail');
  await isAccessible(page, 'features, on');
  await picture('features-on');
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.waitForLoadState();
  assert.match(await body(), /„Sperrliste“ ist ausgeschaltet/);
  assert.equal(await page.locator(`nav a[href$="/blacklist"]`).count(), 0);
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.waitForLoadState();
});

test('an empty blacklist says what belongs there', async () => {
  await page.goto(`${salon.base}/blacklist`);
  assert.match(await body(), /Niemand ist gesperrt/);
  await isAccessible(page, 'empty blacklist');
  await picture('blacklist-empty');
});

test('a client is blocked from the card, and card and list say so', async () => {
  await page.goto(card);
  await page.locator('.card-actions summary').click();
  await page.getByRole('link', { name: /sperren/i }).click();
  await page.waitForURL(/blacklist\/new/);
  await isAccessible(page, 'block a client');
  await picture('blacklist-new');
  await page.locator('[name=reason]').fill('Zweimal nicht gekommen');
  await page.locator('form.form button.button-primary').click();
  await page.waitForURL(/clients|blacklist/);
  await page.goto(card);
  await page.getByText('Zweimal nicht gekommen').waitFor();
  await isAccessible(page, 'card of a blocked client');
  await picture('card-blocked');
  await page.goto(`${salon.base}/clients`);
  // Whoever shares the phone is blocked with her.
  assert.equal(await page.locator('.list-badges .badge-stop').count(), 2);
  await isAccessible(page, 'list with blocked clients');
  await picture('list-blocked');
});

test('a form with faults keeps what was typed', async () => {
  await page.goto(`${salon.base}/blacklist/new`);
  await page.locator('[name=email]').evaluate((field) => { field.type = 'text'; });
  await page.locator('[name=email]').fill('keine adresse');
  await page.locator('[name=reason]').fill('Bleibt stehen');
  await page.locator('form.form button.button-primary').click();
  await page.waitForLoadState();
  assert.equal(await page.locator('[name=reason]').inputValue(), 'Bleibt stehen');
  await isAccessible(page, 'block with faults');
  await picture('blacklist-faults');
});

test('the list of the blocked is worked with, and lifting is taken back', async () => {
  await page.goto(`${salon.base}/blacklist`);
  await isAccessible(page, 'blacklist');
  await picture('blacklist-list');
  await page.setViewportSize({ width: 390, height: 844 });
  await picture('blacklist-list-phone');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: /aufheben/i }).first().click();
  await page.locator('.toast').waitFor();
  await page.locator('.toast-action').click();
  await page.waitForLoadState();
  assert.match(await body(), /Wiśniewska/);
});

test('what it keeps is shown before it goes', async () => {
  await page.goto(`${salon.base}/settings/features`);
  await page.locator('#blacklist').getByRole('button', { name: 'Ausschalten' }).click();
  await page.waitForURL(/switched/);
  await page.locator('#blacklist').getByRole('link', { name: 'Daten', exact: true }).click();
  await page.waitForURL(/data$/);
  await isAccessible(page, 'data of a feature');
  await picture('feature-data');
  await page.locator('[name=confirmation]').fill('Sperrliste');
  await page.keyboard.press('Enter');
  await page.getByText('nichts mehr da').waitFor();
  await isAccessible(page, 'receipt of a removal');
  await picture('feature-receipt');
});
