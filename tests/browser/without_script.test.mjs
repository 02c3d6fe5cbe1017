// The same salon in a browser that runs no scripts: every form posts by itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSalon } from './salon.mjs';

const CARD = /clients\/[0-9a-f-]{36}$/;
let salon;
let page;

before(async () => {
  salon = await openSalon();
  page = await salon.desk({ javaScriptEnabled: false });
});
after(() => salon?.close());

const main = () => page.locator('main').innerText();
const heading = () => page.locator('h1').innerText();

test('a client is registered, with a second phone', async () => {
  await page.goto(`${salon.base}/clients/new`);
  await page.locator('#first-name').fill('Jürgen');
  await page.locator('#last-name').fill('Müller');
  await page.locator('#phone-0').fill('0151 12345678');
  await page.locator('button[name=add][value=phone]').click();
  assert.equal(await page.locator('#first-name').inputValue(), 'Jürgen', 'a further row keeps what was typed');
  await page.locator('#phone-1').fill('089 123456');
  await page.locator('button[name=add][value=phone]').click();
  await page.locator('button[name=remove][value=phone-2]').click();
  assert.equal(await page.locator('input[name=phone]').count(), 2);
  await page.locator('#phone-1').press('Enter');
  await page.waitForURL(CARD);
  assert.equal(await heading(), 'Jürgen Müller');
});

test('a known phone is said first, then saved', async () => {
  await page.goto(`${salon.base}/clients/new`);
  await page.locator('#first-name').fill('Ben');
  await page.locator('#phone-0').fill('+49 151 12345678');
  await page.locator('.form-actions .button-primary').click();
  assert.match(await main(), /Jürgen Müller/);
  await page.locator('.notice-look .actions button').click();
  await page.waitForURL(CARD);
});

test('faults come back with what was typed', async () => {
  await page.goto(`${salon.base}/clients/new`);
  await page.locator('#first-name').fill('Mia');
  await page.locator('#email-0').fill('keine adresse');
  await page.locator('.form-actions .button-primary').click();
  assert.equal(await page.locator('#first-name').inputValue(), 'Mia');
  assert.ok(await page.locator('#email-0-error').isVisible());
  await page.locator('.notice-stop a').click();
  assert.match(page.url(), /#email-0$/);
});

test('people are found and more of them are shown', async () => {
  for (let n = 0; n < 60; n += 1) await salon.register({ first_name: 'Person', last_name: `Nr${String(n).padStart(2, '0')}` });
  await page.goto(`${salon.base}/clients`);
  await page.locator('#q').fill('mueller');
  await page.locator('#q').press('Enter');
  await page.waitForURL(/q=mueller/);
  assert.deepEqual(await page.locator('a.list-link').allInnerTexts(), ['Jürgen Müller']);
  await page.locator('.search-clear').click();
  await page.waitForURL(/clients$/);
  const first = await page.locator('a.list-link').allInnerTexts();
  await page.locator('.list-more a').click();
  await page.waitForURL(/after=/);
  const rest = await page.locator('a.list-link').allInnerTexts();
  assert.equal(new Set([...first, ...rest]).size, 62, 'nobody is shown twice, nobody is left out');
});

test('a card is changed, noted on, and asked for its consent', async () => {
  await page.goto(`${salon.base}/clients?q=mueller`);
  await page.locator('a.list-link').click();
  await page.locator('.card-actions > a').click();
  await page.locator('#last-name').fill('Möller');
  await page.locator('#last-name').press('Enter');
  await page.waitForURL(CARD);
  assert.equal(await heading(), 'Jürgen Möller');
  await page.locator('#note').fill('Trinkt gern Tee');
  await page.locator('.note-form button').click();
  await page.locator('.note-text').waitFor();
  await page.locator('#consent button[value=given]').click();
  await page.locator('#consent .badge-done').waitFor();
  await page.locator('a[href$="/changes"]').click();
  await page.waitForURL(/changes$/);
  assert.match(await main(), /Kasia hat den Nachnamen geändert/);
});

test('a card is put away, taken back, put away and fetched from the archive', async () => {
  const archive = async () => {
    await page.goto(`${salon.base}/clients?q=moeller`);
    await page.locator('a.list-link').click();
    await page.waitForURL(CARD);
    await page.locator('.card-actions summary').click();
    await page.locator('form[action$="/archive"] button').click();
    await page.locator('.toast').waitFor();
  };
  await archive();
  await page.locator('.toast-action').click();
  await page.waitForURL(CARD);
  await archive();
  await page.locator('.page-head a[href$="archived=true"]').click();
  await page.locator('a.list-link').click();
  await page.locator('form[action$="/restoration"] button').click();
  await page.waitForURL(CARD);
  assert.equal(await page.locator('form[action$="/restoration"]').count(), 0);
});

test('a person is erased, after it was said what goes', async () => {
  const { number } = await salon.api('GET', '/clients?q=ben').then(({ data }) => data[0]);
  await page.goto(`${salon.base}/clients?q=ben`);
  await page.locator('a.list-link').click();
  await page.locator('.card-actions summary').click();
  await page.locator('a[href$="/erasure"]').click();
  await page.locator('#confirmation').fill(number);
  await page.locator('.button-danger').click();
  assert.match(await main(), /Endgültig gelöscht/);
  assert.equal((await salon.api('GET', '/clients?q=ben')).data.length, 0);
});

test('a list comes in, is looked at, taken over and taken back', async () => {
  await page.goto(`${salon.base}/imports`);
  const text = 'Name;Telefon;E-Mail\r\nŁukasz Żak;+48 501 234 567;lukasz@example.com\r\nZoë IJzerman;;zoe@example.com\r\n';
  await page.locator('input[type=file]').setInputFiles({ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.locator('#upload button:not([type=button])').click();
  await page.waitForURL(/imports\/[0-9a-f-]{36}/);
  // Each step is asked for again until it is there.
  const until = async (selector) => {
    for (let tries = 0; await page.locator(selector).count() === 0; tries += 1) {
      assert.ok(tries < 200, `${selector} does not come`);
      const again = page.locator('a.without-script');
      await again.first().click();
    }
  };
  await until('form[action$="/commit"]');
  assert.match(await main(), /Łukasz Żak/);
  await page.locator('form[action$="/commit"] .button-primary').click();
  await until('form[action$="/undo"]');
  assert.equal((await salon.api('GET', '/clients?q=zak')).data.length, 1);
  await page.locator('form[action$="/undo"] button').click();
  await until('.notice-done');
  assert.equal((await salon.api('GET', '/clients?q=zak')).data.length, 0);
});

test('the settings hold too', async () => {
  await page.goto(`${salon.base}/sources`);
  await page.locator('#name').fill('Instagram');
  await page.locator('#name').press('Enter');
  await page.locator('form[action$="/removal"] button').click();
  await page.locator('.toast-action').click();
  await page.locator('th', { hasText: 'Instagram' }).waitFor();
  await page.goto(`${salon.base}/settings/roles`);
  await page.locator('form[action$="/roles/staff"] button').click();
  await page.locator('.notice-done').waitFor();
  await page.goto(`${salon.base}/settings/tokens`);
  await page.locator('#name').fill('Website');
  await page.locator('input[name=permission]').first().check();
  await page.locator('form[action$="/tokens"] .button-primary').click();
  await page.locator('.token').waitFor();
});
