// What goes over the wire, what the browser is allowed, and what comes out of a printer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openSalon } from './salon.mjs';

// A page that salons open all day, compressed; the first visit's style sheet beside it.
const PAGE = 30_000;
const SHEET = 20_000;
let salon;
let page;
let card;

before(async () => {
  salon = await openSalon();
  const client = await salon.register({ first_name: 'Jürgen', last_name: 'Müller', phones: [{ value: '0151 12345678' }], notes: [{ text: 'Trinkt gern Tee' }] });
  for (let n = 0; n < 50; n += 1) await salon.register({ first_name: 'Person', last_name: `Nr${n}`, phones: [{ value: `0176 55501${n + 10}` }] });
  card = `${salon.base}/clients/${client.id}`;
  page = await salon.desk();
});
after(() => salon?.close());

// All that one page asks for, with its size on the wire.
const asked = async (address) => {
  const fresh = await page.context().newPage();
  const wire = await page.context().newCDPSession(fresh);
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  const requests = new Map();
  wire.on('Network.requestWillBeSent', ({ requestId, request }) => requests.set(requestId, { url: request.url }));
  wire.on('Network.responseReceived', ({ requestId, response }) => Object.assign(requests.get(requestId), { kind: response.mimeType }));
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => Object.assign(requests.get(requestId), { size: encodedDataLength }));
  await fresh.goto(address, { waitUntil: 'networkidle' });
  await fresh.close();
  return [...requests.values()];
};

test('the first paint needs one page and one style sheet, and nothing from elsewhere', async () => {
  for (const address of [`${salon.base}/clients`, card]) {
    const all = await asked(address);
    assert.deepEqual(all.filter(({ url }) => !url.startsWith(`${salon.host.base}/`)), [], 'nothing from elsewhere');
    assert.equal(all.filter(({ kind }) => kind === 'text/css').length, 1);
    assert.equal(all.filter(({ url }) => url.includes('icons.svg')).length, 1, 'the icons come once');
    const document = all.find(({ url }) => url === address);
    assert.ok(document.size < PAGE, `the page weighs ${document.size}`);
    const sheet = all.find(({ kind }) => kind === 'text/css');
    assert.ok(sheet.size < SHEET, `the style sheet weighs ${sheet.size}`);
  }
});

test('nothing inline runs, and the policy says so', async () => {
  const answer = await page.goto(card);
  const policy = (await answer.allHeaders())['content-security-policy'];
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe/);
  const html = await answer.text();
  assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=|<style|hx-on/);
  const cookies = await page.context().cookies();
  assert.equal(cookies.length, 1, 'the session is the only cookie');
  assert.ok(cookies[0].httpOnly && cookies[0].sameSite === 'Lax');
});

test('a card prints on A4 without the frame, folded sections too', async () => {
  await page.goto(card);
  await page.locator('details[data-fold=details] > summary').click();
  await page.emulateMedia({ media: 'print' });
  for (const part of ['.rail', '.bar', '.card-actions', '.note-form', '.contacts button']) {
    assert.equal(await page.locator(part).first().isVisible(), false, `${part} is not printed`);
  }
  for (const part of ['h1', '.contact-link', '.note-text', 'details[data-fold=details] dl']) {
    assert.ok(await page.locator(part).first().isVisible(), `${part} is printed`);
  }
  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  const paper = await page.pdf({ format: 'A4' });
  assert.equal(paper.toString('latin1').match(/\/Type \/Page\b/g).length, 1, 'on one sheet');
});
