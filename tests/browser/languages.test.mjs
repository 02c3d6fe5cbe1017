// Every page in five languages: no text is missing, none was left in English, and all of it holds for everyone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isAccessible, openSalon } from './salon.mjs';

const LANGUAGES = ['en', 'de', 'nl', 'pl', 'it'];
// Keys of texts, which show where a text is missing.
const KEY = /\b(?:area|change|clients|consent|error|field|frame|import|permission|place|region|sources)-[a-z]+(?:-[a-z]+)*\b/;
// Words that only English has.
const ENGLISH = /(?<!\p{L})(?:the|and|you|your|with|which|this|these|from|client|clients|save|cancel|edit|search|settings|phone|nobody|nothing|remove|rows?|erase|yesterday|today|now)(?!\p{L})/iu;
let salon;
let client;
let undone;
let page;
// What stood on each page in English, to see what stands there unchanged in another language.
const english = {};

// Words of the salon itself: they are in no language.
const own = (text) => text
  .replaceAll(/Salon Seidenhaar|Jürgen|Müller|Trinkt gern Tee|Kundenliste|Łukasz Żak|Zoë IJzerman|liste\.csv|kasia@example\.com|Chrome, Linux|UTF-8|zoe@example|xyzzy|Telefon und Name|anna@example\.com|command line/g, '')
  .replaceAll(/„[^“”]*[“”]|“[^”]*”|«[^»]*»/g, '');

before(async () => {
  salon = await openSalon();
  client = await salon.register({ first_name: 'Jürgen', last_name: 'Müller', phones: [{ value: '0151 12345678' }, { value: 'Telefon und Name' }], emails: [{ value: 'anna@example.com' }],
    notes: [{ text: 'Trinkt gern Tee' }], marketing_consent: 'given' });
  await salon.api('POST', '/sources', { name: 'Kundenliste' });
  page = await salon.desk();
});
after(() => salon?.close());

// Chooses a language, as on the page of the own account.
const speak = async (locale) => {
  const status = await page.evaluate((chosen) => fetch('/account', { method: 'POST', body: new URLSearchParams({ name: 'Kasia', locale: chosen }) }).then((answer) => answer.status), locale);
  assert.equal(status, 200);
};

// All that is read or heard on the page, piece by piece.
const said = () => page.evaluate(() => {
  const pieces = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('template, script, kbd, mark, code')) pieces.push(walk.currentNode.textContent);
  for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label', 'data-copied', 'data-upload-failed', 'data-upload-too-large']) {
    for (const element of document.querySelectorAll(`[${name}]`)) pieces.push(element.getAttribute(name));
  }
  return pieces.map((piece) => piece.replaceAll(/\s+/g, ' ').trim()).filter(Boolean);
});

const judge = async (code, name) => {
  assert.equal(await page.locator('html').getAttribute('lang'), code);
  const pieces = (await said()).map(own);
  const keys = pieces.filter((piece) => KEY.test(piece));
  assert.deepEqual(keys, [], `${name} in ${code}`);
  if (code === 'en') {
    english[name] = new Set(pieces.filter((piece) => /[a-z]{3,} [a-z]{2,}/i.test(piece)));
  } else {
    const left = pieces.filter((piece) => ENGLISH.test(piece) || english[name].has(piece));
    assert.deepEqual([...new Set(left)], [], `${name} in ${code} says English words`);
  }
  await isAccessible(page, `${name} in ${code}`, { sizes: [[390, 844]], schemes: ['light'] });
};

const everywhere = async (name, open) => {
  for (const code of LANGUAGES) {
    await speak(code);
    await open();
    await judge(code, name);
  }
};
const visit = (path, part = 'main') => async () => {
  await page.goto(`${salon.base}${path}`);
  await page.locator(part).first().waitFor();
};

test('the list, found and not found, and the archive', async () => {
  await everywhere('list', visit('/clients'));
  await everywhere('found', visit('/clients?q=mull'));
  await everywhere('not found', visit('/clients?q=xyzzy'));
  await everywhere('archive', visit('/clients?archived=true'));
  await everywhere('nothing there', visit('/nowhere'));
});

test('the card and all that is done with it', async () => {
  const card = `/clients/${client.id}`;
  await everywhere('card', visit(card, '.timeline'));
  await everywhere('form', visit(`${card}/edit`));
  await everywhere('new form', visit('/clients/new'));
  await everywhere('changes', visit(`${card}/changes`));
  await everywhere('erasure', visit(`${card}/erasure`));
  await everywhere('faults', async () => {
    await page.goto(`${salon.base}/clients/new`);
    await page.locator('#email-0').fill('zoe@example');
    await page.locator('#first-name').press('Enter');
    await page.locator('.notice-stop').waitFor();
  });
  await everywhere('known', async () => {
    await page.goto(`${salon.base}/clients/new`);
    await page.locator('#phone-0').fill('0151 12345678');
    await page.locator('#first-name').press('Enter');
    await page.locator('.notice-look').waitFor();
  });
  await everywhere('conflict', async () => {
    await page.goto(`${salon.base}${card}/edit`);
    const { version } = await salon.api('GET', card);
    await salon.api('PATCH', card, { last_name: `Müller${version}` }, { 'if-match': `"${version}"` });
    await page.locator('#last-name').fill('Müller');
    await page.locator('#last-name').press('Enter');
    await page.locator('.form-actions .button-primary').waitFor();
  });
  await everywhere('archived', async () => {
    await page.goto(`${salon.base}${card}`);
    await page.locator('.card-actions summary').click();
    await page.locator('form[action$="/archive"] button').click();
    await page.locator('.toast').waitFor();
    await page.locator('.toast-action').click();
    await page.waitForURL(`**${card}`);
  });
});

test('an import from its file to its undoing', async () => {
  await everywhere('imports', visit('/imports'));
  await everywhere('preview', async () => {
    await page.goto(`${salon.base}/imports`);
    const text = 'Name;Telefon;E-Mail\r\nŁukasz Żak;+48 501 234 567;zoe@example\r\nJürgen Müller;0151 12345678;\r\n;;\r\nZoë IJzerman;;\r\n';
    await page.locator('input[type=file]').setInputFiles({ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.locator('form[action$="/commit"]').waitFor();
    undone = new URL(page.url()).pathname;
  });
  await everywhere('columns', async () => { await page.goto(`${salon.host.base}${undone}?step=columns`); });
  await page.goto(`${salon.host.base}${undone}`);
  await page.locator('form[action$="/commit"] .button-primary').click();
  await page.locator('form[action$="/undo"]').waitFor();
  await everywhere('done', async () => { await page.goto(`${salon.host.base}${undone}`); });
  await page.goto(`${salon.host.base}${undone}`);
  await page.locator('form[action$="/undo"] button').click();
  await page.locator('form[action$="/undo"]').waitFor({ state: 'detached' });
  await page.locator('.notice-done').waitFor();
  await everywhere('undone', async () => { await page.goto(`${salon.host.base}${undone}`); });
  await everywhere('not a list', async () => {
    await page.goto(`${salon.base}/imports`);
    await page.locator('input[type=file]').setInputFiles({ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from('%PDF-1.4\n%äöü\n') });
    await page.locator('.notice-stop:not([hidden])').waitFor();
  });
});

test('the settings and the account', async () => {
  for (const area of ['users', 'roles', 'tokens']) await everywhere(area, visit(`/settings/${area}`));
  await everywhere('sources', visit('/sources'));
  await everywhere('account', async () => { await page.goto(`${salon.host.base}/account`); });
  await everywhere('salons', async () => { await page.goto(`${salon.host.base}/salons`); });
});

test('plural forms are those of the language', async () => {
  const notes = (count) => salon.register({ first_name: 'Osoba', notes: Array.from({ length: count }, (_, at) => ({ text: `${at}` })) });
  const forms = { pl: ['Jedna notatka', '2 notatki', '5 notatek', '12 notatek', '22 notatki'], de: ['Eine Notiz', '2 Notizen', '5 Notizen', '12 Notizen', '22 Notizen'] };
  for (const [at, count] of [1, 2, 5, 12, 22].entries()) {
    const { id } = await notes(count);
    for (const [code, expected] of Object.entries(forms)) {
      await speak(code);
      await page.goto(`${salon.base}/clients/${id}/erasure`);
      await page.locator('li', { hasText: new RegExp(`^${expected[at]}$`) }).waitFor();
    }
  }
});

test('phones and dates have the form of the salon’s country', async () => {
  for (const [country, code, typed, shown, date] of [
    ['DE', 'de', '+49 171 23729291', '0171 23729291', /^\d{2}\.\d{2}\.\d{4}/],
    ['NL', 'nl', '+31 6 12345678', '06 12345678', /^\d{2}-\d{2}-\d{4}/],
    ['PL', 'pl', '+48 501 234 567', '501 234 567', /^\d{2}\.\d{2}\.\d{4}/],
    ['IT', 'it', '+39 347 1234567', '347 123 4567', /^\d{2}\/\d{2}\/\d{4}/],
  ]) {
    const slug = `land-${code}`;
    const { host } = salon;
    host.kartoteka('salon', 'create', slug, '--name', 'Salon Seidenhaar', '--country', country);
    host.kartoteka('user', 'create', '--email', salon.owner.email, '--name', 'Kasia', '--salon', slug);
    await speak(code);
    await page.goto(`${host.base}/${slug}/clients/new`);
    await page.locator('#first-name').fill('Anna');
    await page.locator('#phone-0').fill(typed);
    await page.locator('#first-name').press('Enter');
    await page.waitForURL(/clients\/[0-9a-f-]{36}$/);
    assert.equal(await page.locator('.contact-link').evaluate((link) => link.lastChild.textContent), shown, country);
    await page.goto(`${host.base}/${slug}/imports`);
    await page.locator('input[type=file]').setInputFiles({ name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from('Name;Telefon\r\nŁukasz Żak;1\r\n') });
    await page.locator('form[action$="/commit"]').waitFor();
    await page.goto(`${host.base}/${slug}/imports`);
    assert.match(await page.locator('tbody .numbers.nowrap').first().innerText(), date, country);
  }
});
