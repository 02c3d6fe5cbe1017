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

test('a printed page shows its face in the list and on its own page', async () => {
  const printed = await page.context().newPage();
  await printed.setContent('<body style="background: #fff"><h1>Einwilligung</h1><p>Zoë Łukasiewicz willigt ein.</p><div style="width: 300px; height: 300px; background: #c00"></div>');
  const buffer = await printed.pdf({ format: 'A4', printBackground: true });
  await printed.close();
  await page.goto(card);
  await chosen().setInputFiles({ name: 'Einwilligung.pdf', mimeType: 'application/pdf', buffer });
  const face = page.locator('.papers .paper', { hasText: 'Einwilligung' }).locator('.paper-face img');
  await face.waitFor();
  await page.locator('.papers').getByRole('link', { name: 'Einwilligung', exact: true }).click();
  const picture = page.locator('img.picture');
  await picture.waitFor();
  const [width, height, red] = await picture.evaluate(async (img) => {
    await img.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [img.naturalWidth, img.naturalHeight];
    const drawn = canvas.getContext('2d');
    drawn.drawImage(img, 0, 0);
    const { data } = drawn.getImageData(0, 0, canvas.width, canvas.height);
    let red = 0;
    for (let at = 0; at < data.length; at += 4) red += data[at] > 150 && data[at + 1] < 80 ? 1 : 0;
    return [img.naturalWidth, img.naturalHeight, red / (data.length / 4)];
  });
  assert.deepEqual([width, height], [452, 640]);
  assert.ok(red > 0.1, `the square is there: ${red}`);
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/printed-page.png`, fullPage: true });
  await page.goto(card);
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
