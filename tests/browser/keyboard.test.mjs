// A salon's day with the keyboard alone: no test in this file touches a mouse.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { find, focused, isAccessible, openSalon } from './salon.mjs';

const CARD = /clients\/[0-9a-f-]{36}$/;
let salon;
let page;
const clients = {};

before(async () => {
  salon = await openSalon();
  for (const [first, last, phone] of [['Jürgen', 'Müller', '0151 12345678'], ['Anna', 'Muller', '0176 5550123'],
    ['Katarzyna', 'Wiśniewska-Brzęczyszczykiewicz', '+48 501 234 567'], ['Zoë', 'IJzerman', '+31 6 12345678']]) {
    clients[first] = await salon.register({ first_name: first, last_name: last, phones: [{ value: phone }] });
  }
  page = await salon.desk();
});
after(() => salon?.close());
beforeEach(() => page.goto(`${salon.base}/clients`));

const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
const open = (first) => page.goto(`${salon.base}/clients/${clients[first].id}`);
// Goes on with Tab until the focus is there.
const tabTo = async (selector, back = false) => {
  for (let steps = 0; steps < 60; steps += 1) {
    if (await page.evaluate((to) => document.activeElement?.matches(to), selector)) return;
    await page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
  }
  assert.fail(`${selector} is not reached by Tab`);
};

test('? shows the keys, Escape puts them away, and they can be switched off', async () => {
  await press('?');
  const keys = page.locator('dialog#keys');
  await keys.waitFor();
  await isAccessible(page, 'keys');
  await press('Escape');
  await keys.waitFor({ state: 'hidden' });
  await press('?');
  await tabTo('[data-keys-switch]');
  await press('Space', 'Escape', 'n');
  assert.match(page.url(), /\/clients$/, 'n does nothing any more');
  await page.reload();
  await press('n');
  assert.match(page.url(), /\/clients$/, 'and it is remembered');
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await press('n');
  await page.waitForURL(/clients\/new$/);
});

test('the list is walked with arrows, from the search and back to it', async () => {
  await press('/');
  assert.equal(await focused(page), 'q');
  await press('ArrowDown', 'ArrowDown');
  const second = await focused(page);
  await press('ArrowUp', 'ArrowUp');
  assert.equal(await focused(page), 'q', 'above the first row stands the search');
  await press('ArrowDown', 'End');
  assert.notEqual(await focused(page), second);
  await press('Home', 'ArrowDown');
  assert.equal(await focused(page), second);
  await press('Enter');
  await page.waitForURL(CARD);
  assert.equal(await page.locator('h1').innerText(), second);
});

test('Escape closes the nearest thing', async () => {
  await find(page, 'müller', 'Müller');
  await press('Escape');
  assert.equal(await page.locator('#q').inputValue(), '', 'first the words go');
  await page.locator('a.list-link', { hasText: 'IJzerman' }).waitFor();
  await press('Escape');
  assert.notEqual(await focused(page), 'q', 'then one leaves the field');
  await open('Zoë');
  await tabTo('.card-actions summary');
  await press('Enter');
  assert.ok(await page.locator('.card-actions details').evaluate((menu) => menu.open));
  await press('Tab', 'Escape');
  assert.equal(await page.locator('.card-actions details').evaluate((menu) => menu.open), false);
  assert.ok(await page.evaluate(() => document.activeElement.matches('.card-actions summary')), 'the focus is where the menu was opened');
  await press('e');
  await page.waitForURL(/edit$/);
  await press('Escape');
  await page.waitForURL(CARD);
});

test('somebody who is looked for in vain is added with what was typed', async () => {
  await press('/');
  await page.keyboard.type('Łukasz Żak');
  await page.locator('.empty').waitFor();
  await tabTo('.empty a.button-primary');
  await press('Enter');
  await page.waitForURL(/clients\/new/);
  assert.equal(await focused(page), 'first-name');
  assert.equal(await page.locator('#first-name').inputValue(), 'Łukasz');
  await press('Tab', 'Tab');
  await page.keyboard.type('+48 600 100 200');
  await press('Enter');
  await page.waitForURL(CARD);
  assert.equal(await page.locator('h1').innerText(), 'Łukasz Żak');
});

test('a phone that is known already is said, and saved all the same', async () => {
  await press('n');
  await page.waitForURL(/clients\/new/);
  await page.keyboard.type('Ben');
  await tabTo('#phone-0');
  await page.keyboard.type('0151 12345678');
  await press('Enter');
  const notice = page.locator('.notice-look[role=alert]');
  await notice.waitFor();
  assert.ok(await notice.evaluate((element) => element === document.activeElement), 'the focus is at what is said');
  assert.match(await notice.innerText(), /Jürgen Müller/);
  await isAccessible(page, 'known contact');
  await tabTo('.notice-look .actions button');
  await press('Enter');
  await page.waitForURL(CARD);
  assert.equal(await page.locator('h1').innerText(), 'Ben');
});

test('a fault leads to its field', async () => {
  await press('n');
  await page.waitForURL(/clients\/new/);
  await page.keyboard.type('Mia');
  await tabTo('#email-0');
  await page.keyboard.type('mia.example.com');
  await press('Enter');
  const summary = page.locator('.notice-stop[role=alert]');
  await summary.waitFor();
  assert.ok(await summary.evaluate((element) => element === document.activeElement));
  await press('Tab', 'Enter');
  assert.equal(await focused(page), 'email-0');
  assert.equal(await page.locator('#first-name').inputValue(), 'Mia', 'what was typed is there');
});

test('a further phone is added and taken away', async () => {
  await open('Anna');
  await press('e');
  await page.waitForURL(/edit$/);
  await tabTo('[data-rows-add][value=phone]');
  await press('Enter');
  assert.equal(await focused(page), 'phone-1');
  await page.keyboard.type('089 123456');
  await press('Tab', 'Enter');
  assert.equal(await page.locator('#phone-1').count(), 0);
  assert.ok(await page.evaluate(() => document.activeElement.matches('[data-rows-add]')));
  await press('Enter');
  await page.keyboard.type('089 654321');
  await press('Enter');
  await page.waitForURL(CARD);
  assert.match(await page.locator('.contacts').innerText(), /089 654321/);
});

test('notes are written, changed, removed and brought back', async () => {
  await open('Jürgen');
  await tabTo('#note');
  await page.keyboard.type('Trinkt gern Tee');
  await press('Tab', 'Enter');
  const note = page.locator('.notes .note-text').first();
  await note.waitFor();
  assert.equal(await note.innerText(), 'Trinkt gern Tee');
  await tabTo('.note-edit summary');
  await press('Enter', 'Tab', 'End');
  await page.keyboard.type(', ohne Zucker');
  await tabTo('.note-edit .actions button:not([name])');
  await press('Enter');
  await page.locator('.note-text', { hasText: 'Trinkt gern Tee, ohne Zucker' }).waitFor();
  await tabTo('.note-edit summary');
  await press('Enter');
  await tabTo('.note-edit button[name=remove]');
  await press('Enter');
  await page.locator('.toast').waitFor();
  assert.equal(await page.locator('.note-text').count(), 0);
  // A toast stays while it has the focus.
  await tabTo('.toast-action');
  await isAccessible(page, 'a note taken off');
  await press('Enter');
  await note.waitFor();
});

test('a consent is an entry with its wording, and so is taking it back', async () => {
  await open('Jürgen');
  const section = page.locator('#consent');
  assert.match(await section.innerText(), /Nicht gefragt/);
  await tabTo('#consent button[value=given]');
  await press('Enter');
  await section.locator('.badge-done').waitFor();
  assert.match(await section.innerText(), /„Ich möchte Neuigkeiten und Angebote des Salons erhalten/);
  assert.match(await section.innerText(), /Vermerkt von Kasia/);
  await tabTo('#consent button[value=withdrawn]');
  await press('Enter');
  await section.locator('.form-more').waitFor();
  assert.match(await section.innerText(), /Widerrufen/);
  await tabTo('#consent .form-more summary');
  await press('Enter');
  assert.match(await section.locator('.note').innerText(), /Erteilt/);
  await isAccessible(page, 'consents');
});

test('a card is put away, taken back from the toast, and found in the archive', async () => {
  const archive = async () => {
    await open('Zoë');
    await tabTo('.card-actions summary');
    await press('Enter');
    await tabTo('form[action$="/archive"] button');
    await press('Enter');
    await page.locator('.toast').waitFor();
  };
  await archive();
  assert.match(await page.locator('.toast').innerText(), /Zoë IJzerman ist im Archiv/);
  assert.equal(await page.locator('a.list-link', { hasText: 'IJzerman' }).count(), 0);
  // A toast stays while it has the focus.
  await tabTo('.toast-action');
  await isAccessible(page, 'archived with a toast');
  await press('Enter');
  await page.waitForURL(CARD);
  assert.equal(await page.locator('.badge', { hasText: 'Archiviert' }).count(), 0);
  await archive();
  await tabTo('.page-head a[href$="archived=true"]');
  await press('Enter');
  await page.waitForURL(/archived=true/);
  await page.locator('a.list-link', { hasText: 'IJzerman' }).waitFor();
  await isAccessible(page, 'archive');
  await press('/');
  await page.keyboard.type('ijz');
  // At once, before the answer is there.
  await press('ArrowDown');
  await page.waitForFunction(() => document.activeElement.matches('a.list-link'));
  await press('Enter');
  await page.waitForURL(CARD);
  await isAccessible(page, 'archived card');
  await tabTo('form[action$="/restoration"] button');
  await press('Enter');
  await page.locator('form[action$="/restoration"]').waitFor({ state: 'detached' });
  await page.goto(`${salon.base}/clients`);
  await page.locator('a.list-link', { hasText: 'IJzerman' }).waitFor();
});

test('sections stay folded for the next card too', async () => {
  await open('Anna');
  await tabTo('details[data-fold=details] > summary');
  await press('Enter');
  await open('Jürgen');
  assert.equal(await page.locator('details[data-fold=details]').evaluate((section) => section.open), false);
  await page.evaluate(() => localStorage.clear());
});

test('erasing names what goes and what stays, and asks for the number', async () => {
  const gone = await salon.register({ first_name: 'Geh', last_name: 'Weg', emails: [{ value: 'geh@example.com' }], notes: [{ text: 'x' }] });
  await page.goto(`${salon.base}/clients/${gone.id}`);
  await tabTo('.card-actions summary');
  await press('Enter');
  await tabTo('a[href$="/erasure"]');
  await press('Enter');
  await page.waitForURL(/erasure$/);
  const preview = await page.locator('form').last().innerText();
  for (const words of [/Name und Karte/, /Eine Telefonnummer oder E-Mail-Adresse/, /Eine Notiz/, new RegExp(`Die Nummer ${gone.number} bleibt`)]) assert.match(preview, words);
  await isAccessible(page, 'erasure');
  await tabTo('#confirmation');
  await page.keyboard.type('falsch');
  await press('Enter');
  await page.locator('.field-error').waitFor();
  await isAccessible(page, 'erasure not confirmed');
  await tabTo('#confirmation');
  await press('ControlOrMeta+a');
  await page.keyboard.type(gone.number);
  await press('Enter');
  await page.getByRole('heading', { name: 'Endgültig gelöscht' }).waitFor();
  await isAccessible(page, 'receipt');
  assert.equal((await page.goto(`${salon.base}/clients/${gone.id}`)).status(), 404);
  await isAccessible(page, 'nothing there');
});

test('where clients come from is kept in the settings and chosen on a card', async () => {
  await page.goto(`${salon.base}/settings/users`);
  await tabTo('.settings-area[href$="/sources"]');
  await press('Enter');
  await page.waitForURL(/sources$/);
  assert.equal(await page.locator('.settings-area[aria-current=page]').innerText(), 'Herkunft');
  await tabTo('#name');
  await page.keyboard.type('Instagram');
  await press('Enter');
  await page.locator('th', { hasText: 'Instagram' }).waitFor();
  await tabTo('#name');
  await page.keyboard.type('instagram');
  await press('Enter');
  await page.locator('.field-error').waitFor();
  await isAccessible(page, 'a source twice');
  const renameTo = async (name) => {
    await tabTo('.rename summary');
    await press('Enter');
    await tabTo('.rename input');
    await press('ControlOrMeta+a');
    await page.keyboard.type(name);
    await press('Enter');
  };
  await page.goto(`${salon.base}/sources`);
  await renameTo(' ');
  await page.locator('.rename .field-error').waitFor();
  await isAccessible(page, 'a source without a name');
  await page.goto(`${salon.base}/sources`);
  await renameTo('Instagram und TikTok');
  await page.locator('th', { hasText: 'Instagram und TikTok' }).waitFor();
  await page.goto(`${salon.base}/clients/${clients.Anna.id}/edit`);
  await tabTo('#source-id');
  await page.keyboard.type('Insta');
  await tabTo('.form-actions .button-primary');
  await press('Enter');
  await page.waitForURL(CARD);
  assert.match(await page.locator('details[data-fold=details]').innerText(), /Instagram und TikTok/);
  await page.goto(`${salon.base}/sources`);
  await tabTo('form[action$="/removal"] button');
  await press('Enter');
  await page.locator('.toast').waitFor();
  // A toast stays while it has the focus.
  await tabTo('.toast-action');
  await isAccessible(page, 'a source taken off');
  await press('Enter');
  await page.locator('th', { hasText: 'Instagram' }).waitFor();
});
