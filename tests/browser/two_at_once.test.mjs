// Two people and late answers: nobody's work is lost, and what is shown is what was asked last.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isAccessible, openSalon } from './salon.mjs';

const CARD = /clients\/[0-9a-f-]{36}$/;
let salon;
let kasia;
let anna;
let client;

before(async () => {
  salon = await openSalon();
  const password = salon.user('anna@example.com', 'Anna', 'staff');
  client = await salon.register({ first_name: 'Jürgen', last_name: 'Müller', phones: [{ value: '0151 12345678' }] });
  await salon.register({ first_name: 'Maria', last_name: 'Meier' });
  kasia = await salon.desk();
  anna = await salon.desk({ who: { email: 'anna@example.com', password } });
});
after(() => salon?.close());

test('an open card says quietly that somebody changed it', async () => {
  await kasia.clock.install();
  await kasia.goto(`${salon.base}/clients/${client.id}`);
  await anna.goto(`${salon.base}/clients/${client.id}/edit`);
  await anna.locator('#phone-0').fill('0176 5550123');
  await anna.locator('.form-actions .button-primary').click();
  await anna.waitForURL(CARD);
  await kasia.clock.fastForward(16_000);
  const news = kasia.locator('.news .notice');
  await news.waitFor();
  assert.match(await news.innerText(), /Anna hat das Telefon geändert/);
  await isAccessible(kasia, 'news');
  await news.locator('a').click();
  await kasia.waitForURL(CARD);
  assert.match(await kasia.locator('.contacts').innerText(), /0176 5550123/);
});

test('of two who change one card the second sees what the first did, and chooses', async () => {
  const edit = `${salon.base}/clients/${client.id}/edit`;
  await kasia.goto(edit);
  await anna.goto(edit);
  await anna.locator('#last-name').fill('Möller');
  await anna.locator('#phone-0').fill('0176 1');
  await anna.locator('.form-actions .button-primary').click();
  await anna.waitForURL(CARD);
  await kasia.locator('#last-name').fill('Mueller');
  await kasia.locator('#first-name').fill('Jörg');
  await kasia.locator('.form-actions .button-primary').click();
  await kasia.locator('.versions').waitFor();
  const words = await kasia.locator('main').innerText();
  assert.match(words, /Anna hat die Karte von Jürgen Möller gespeichert/);
  assert.equal(await kasia.locator('.version-row').count(), 1, 'only what both changed is asked');
  await isAccessible(kasia, 'conflict');
  await kasia.locator('input[name=choose_last_name][value=theirs]').check();
  await kasia.locator('.form-actions .button-primary').click();
  await kasia.waitForURL(CARD);
  assert.equal(await kasia.locator('h1').innerText(), 'Jörg Möller');
  assert.match(await kasia.locator('.contacts').innerText(), /0176 1/, 'what only the other changed stands');
});

test('an answer that comes late does not replace a newer one', async () => {
  await kasia.goto(`${salon.base}/clients`);
  let free;
  const held = new Promise((done) => { free = done; });
  let late;
  await kasia.route(/clients\?q=m$/, async (route) => {
    await held;
    late = route.continue().catch(() => 'given up');
    await late;
  });
  await kasia.locator('#q').focus();
  await kasia.keyboard.type('m');
  await kasia.waitForRequest(/clients\?q=m$/);
  await kasia.keyboard.type('eier');
  await kasia.locator('mark', { hasText: 'Meier' }).waitFor();
  free();
  await kasia.waitForLoadState('networkidle');
  await late;
  assert.deepEqual(await kasia.locator('a.list-link').allInnerTexts(), ['Maria Meier']);
  assert.match(kasia.url(), /q=meier$/, 'the address says what is shown');
  await kasia.unrouteAll();
});

test('nothing jumps while somebody types', async () => {
  await kasia.goto(`${salon.base}/clients`);
  const places = () => kasia.evaluate(() => ['.bar', '.search', '.page-head', '.page-head .actions', '#results'].map((part) => {
    const { x, y, width } = document.querySelector(part).getBoundingClientRect();
    return [part, x, y, width];
  }));
  const columns = () => kasia.locator('.list th').evaluateAll((heads) => heads.map((head) => head.getBoundingClientRect().x));
  const before = await places();
  const heads = await columns();
  await kasia.locator('#q').focus();
  for (const [letter, names] of [['m', 2], ['e', 1], ['x', 0]]) {
    await kasia.keyboard.type(letter);
    await kasia.waitForFunction((count) => document.querySelectorAll('a.list-link').length === count, names);
    assert.deepEqual(await places(), before, `after ${letter}`);
    if (names) assert.deepEqual(await columns(), heads);
    assert.equal(await kasia.evaluate(() => document.activeElement.id), 'q', 'the focus stays');
  }
});

test('a lost connection is said once, and nothing typed is lost', async () => {
  await kasia.goto(`${salon.base}/clients`);
  await kasia.context().setOffline(true);
  await kasia.locator('#q').focus();
  await kasia.keyboard.type('mei', { delay: 120 });
  await kasia.locator('.toast[data-toast-failed]').waitFor();
  assert.equal(await kasia.locator('.toast').count(), 1);
  assert.equal(await kasia.locator('#q').inputValue(), 'mei');
  await kasia.context().setOffline(false);
  await kasia.keyboard.type('er');
  await kasia.locator('mark', { hasText: 'Meier' }).waitFor();
});

test('who is signed out while they type finds it all again after the sign-in', async () => {
  const page = await salon.desk();
  const form = `${salon.base}/clients/new`;
  await page.goto(form);
  await page.locator('#last-name').fill('Świątek-Größ');
  await page.locator('#phone-0').fill('0170 9876543');
  await page.context().clearCookies();
  await page.locator('.form-actions .button-primary').click();
  await page.waitForURL(/sign-in/);
  await page.locator('[name=email]').fill(salon.owner.email);
  await page.locator('[name=password]').fill(salon.owner.password);
  await page.locator('[name=password]').press('Enter');
  await page.waitForURL(form);
  assert.equal(await page.locator('#last-name').inputValue(), 'Świątek-Größ');
  assert.equal(await page.locator('#phone-0').inputValue(), '0170 9876543');
  await page.locator('.form-actions .button-primary').click();
  await page.waitForURL(CARD);
  const card = page.url();
  // With several of a kind, and with what somebody else changed meanwhile.
  await page.goto(`${card}/edit`);
  await page.locator('[name=add][value=phone]').click();
  await page.locator('#phone-1').fill('0171 1111111');
  await page.locator('#first-name').fill('Ola');
  await anna.goto(`${card}/edit`);
  await anna.locator('#first-name').fill('Aleksandra');
  await anna.locator('.form-actions .button-primary').click();
  await anna.waitForURL(CARD);
  await page.context().clearCookies();
  await page.locator('.form-actions .button-primary').click();
  await page.waitForURL(/sign-in/);
  await page.locator('[name=email]').fill(salon.owner.email);
  await page.locator('[name=password]').fill(salon.owner.password);
  await page.locator('[name=password]').press('Enter');
  await page.waitForURL(`${card}/edit`);
  const phones = page.locator('[name=phone]');
  assert.deepEqual([await phones.nth(0).inputValue(), await phones.nth(1).inputValue()], ['0170 9876543', '0171 1111111']);
  await page.locator('.form-actions .button-primary').click();
  await page.locator('.versions').waitFor();
  assert.match(await page.locator('main').innerText(), /Aleksandra/);
  // Whoever opens the form now finds it empty.
  await page.goto(form);
  assert.equal(await page.locator('#last-name').inputValue(), '');
});
