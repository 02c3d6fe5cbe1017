// A desk calls, notes what came of it, and sees who rings: in a real browser, with axe looking at each page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { isAccessible, openSalon } from './salon.mjs';

let salon;
let page;
let card;

// Pictures for who wants to look, where PICTURES names a folder.
const pictures = process.env.PICTURES;
const picture = async (name) => {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: `${pictures}/${name}-phone.png`, fullPage: true });
  await page.setViewportSize({ width: 1280, height: 800 });
};

before(async () => {
  salon = await openSalon();
  await salon.api('PUT', '/features/call-link');
  const client = await salon.register({
    first_name: 'Katarzyna', last_name: 'Wiśniewska-Brzęczyszczykiewicz',
    phones: [{ value: '0176 1234567' }, { value: '030 901820' }],
  });
  await salon.register({ last_name: 'Amsel', phones: [{ value: '+49 176 1234567' }] });
  card = `${salon.base}/clients/${client.id}`;
  page = await salon.desk();
});

after(() => salon?.close());

test('a workplace chooses how it calls, looks first, and is told what is wrong', async () => {
  await page.goto(`${salon.base}/call-link/workplace`);
  await isAccessible(page, 'workplace');
  await page.getByLabel('Eine Adresse der Telefonanlage').check();
  await page.locator('#template').fill('https://pbx.example/call');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await page.locator('#template-error').waitFor();
  await isAccessible(page, 'workplace, wrong');
  await picture('calls-workplace-wrong');
  await page.locator('#template').fill('https://pbx.example/call?to={number}');
  await page.getByRole('button', { name: 'Vorschau' }).click();
  await page.getByText('https://pbx.example/call?to=%2B493023125000').waitFor();
  await page.locator('#own').fill('0176 5550123');
  await page.getByRole('button', { name: 'Vorschau' }).click();
  await page.locator('a[href="https://pbx.example/call?to=%2B491765550123"]').waitFor();
  await isAccessible(page, 'workplace, previewed');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await page.getByText('Für diesen Arbeitsplatz gespeichert').waitFor();
  await picture('calls-workplace');
});

test('in the list a tap on the number calls, and a tap beside it opens the card', async () => {
  await page.goto(`${salon.base}/clients`);
  const link = page.locator('.list-call').first();
  assert.match(await link.getAttribute('href'), /^https:\/\/pbx\.example\/call\?to=%2B49/);
  const box = await link.boundingBox();
  const middle = await page.evaluate(
    ([x, y]) => document.elementFromPoint(x, y).closest('a').className,
    [box.x + box.width / 2, box.y + box.height / 2],
  );
  assert.equal(middle, 'list-call', 'nothing lies above it');
  await isAccessible(page, 'list with numbers that call');
  await picture('calls-list');
});

test('a call is noted on the card, and who does not want to be called is marked', async () => {
  await page.goto(card);
  await page.locator('summary', { hasText: 'Anruf festhalten' }).click();
  await page.locator('#call-outcome').selectOption('call_back');
  await page.locator('#call-note').fill('Fragt wegen Strähnen, am liebsten nach drei');
  await page.getByRole('button', { name: 'Anruf festhalten' }).click();
  await page.getByText('Fragt wegen Strähnen').waitFor();
  await page.goto(`${card.replace('/clients/', '/call-link/clients/')}/do-not-call`);
  await isAccessible(page, 'do not call');
  await page.locator('#reason').fill('Möchte lieber E-Mails');
  await picture('calls-do-not-call');
  await page.getByRole('button', { name: 'Speichern' }).click();
  await page.getByText('Möchte lieber E-Mails').waitFor();
  const number = page.locator('.guarded').first();
  assert.equal(await number.locator('a').isVisible(), false, 'a finger that slips calls nobody');
  await number.locator('summary').focus();
  await page.keyboard.press('Enter');
  await number.getByRole('link', { name: 'Trotzdem anrufen' }).waitFor();
  await isAccessible(page, 'card with calls');
  await picture('calls-card');
});

test('a telephone system is given the whole address', async () => {
  await page.goto(`${salon.base}/clients`);
  await page.getByRole('link', { name: 'Wer ruft an' }).click();
  await page.getByText(`${salon.base}/call-link/ringing?number=`).waitFor();
  await isAccessible(page, 'who rings, before anybody does');
  await picture('calls-address');
});

test('who rings is shown with their last call, and a stranger gets a card', async () => {
  await page.goto(`${salon.base}/call-link/ringing?number=%2B491761234567`);
  await page.getByText('Fragt wegen Strähnen').waitFor();
  await isAccessible(page, 'who rings');
  await picture('calls-ringing');
  await page.goto(`${salon.base}/call-link/ringing?number=0176%207654321`);
  await isAccessible(page, 'a stranger rings');
  await picture('calls-stranger');
  await page.locator('#who').fill('amsel');
  await page.keyboard.press('Enter');
  await page.waitForURL(/who=amsel/);
  await isAccessible(page, 'a stranger whose card is looked for');
  await picture('calls-stranger-found');
  await page.getByRole('link', { name: 'Neue Karte' }).click();
  await page.waitForURL(/clients\/new/);
  assert.equal(await page.locator('[name=phone]').first().inputValue(), '0176 7654321');
  await page.goto(`${salon.base}/settings/features`);
  await isAccessible(page, 'features');
  await picture('calls-features');
});
