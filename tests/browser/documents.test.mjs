// Documents come onto a card: in a real browser, with what is typed beside them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSalon } from './salon.mjs';

let salon;
let page;
let card;

before(async () => {
  salon = await openSalon();
  const client = await salon.register({ last_name: 'Amsel' });
  card = `${salon.base}/clients/${client.id}`;
  page = await salon.desk();
  await page.goto(`${salon.base}/settings/features`);
  await page.locator('#documents').getByRole('button', { name: 'Einschalten' }).click();
  await page.waitForURL(/switched=documents/);
});

after(() => salon?.close());

const pdf = (name) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n% the least of it\n') });
const chosen = () => page.locator('#documents-upload input[type=file]').first();

test('an upload changes its section alone: the page stays where it is, and so does what is half typed', async () => {
  await page.setViewportSize({ width: 1024, height: 400 });
  await page.goto(card);
  await page.locator('#note').fill('halb getippt');
  await page.locator('#documents-upload').scrollIntoViewIfNeeded();
  const scrolled = await page.evaluate(() => window.scrollY);
  await chosen().setInputFiles([pdf('a.pdf'), pdf('b.pdf')]);
  await page.getByText('2 Dokumente liegen auf der Karte.').waitFor();
  assert.equal(await page.locator('.papers .paper').count(), 2);
  assert.equal(await page.locator('#note').inputValue(), 'halb getippt');
  assert.ok(Math.abs(await page.evaluate(() => window.scrollY) - scrolled) < 200, 'it did not jump');
  await page.getByRole('button', { name: 'Rückgängig' }).click();
  await page.getByText('Wieder weggenommen.').waitFor();
  assert.equal(await page.locator('.papers .paper').count(), 0);
  assert.equal(await page.locator('#note').inputValue(), 'halb getippt');
  // The form in the new section works as the first one did.
  await chosen().setInputFiles(pdf('c.pdf'));
  await page.locator('.papers').getByText('c', { exact: true }).waitFor();
});

test('what is too large is said before it is sent', async () => {
  await page.locator('#documents-upload').evaluate((form) => { form.dataset.uploadMost = '10'; });
  let sent = 0;
  page.on('request', (request) => { sent += request.method() === 'POST' ? 1 : 0; });
  await chosen().setInputFiles(pdf('d.pdf'));
  await page.getByText('Mehr als 50 MB auf einmal lassen sich nicht hochladen.').waitFor();
  assert.equal(sent, 0);
});

test('a refusal that is no form is told by its own words', async () => {
  await page.route('**/documents?client=*', (route) => route.fulfill({
    status: 413, contentType: 'text/html',
    body: '<div class="toast"><p class="toast-text">Das ist zu groß Auf einmal höchstens 50 MB.</p></div>',
  }), { times: 1 });
  await page.goto(card);
  await chosen().setInputFiles(pdf('e.pdf'));
  await page.locator('[data-upload-problem]').getByText('Das ist zu groß Auf einmal höchstens 50 MB.').waitFor();
});
