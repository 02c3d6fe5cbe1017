// The page of all components, where it is and where it is not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isAccessible, openSalon } from './salon.mjs';
import { startHost } from './host.mjs';

let salon;
let page;

before(async () => {
  salon = await openSalon({ settings: { KARTOTEKA_DEVELOPMENT: 'true' } });
  page = await salon.desk();
  await page.goto(`${salon.host.base}/styleguide`);
});
after(() => salon?.close());

test('every component stands there and holds for everyone', async () => {
  const components = ['.button-primary', '.button-quiet', '.button-danger', '.button:disabled', '.button[aria-busy=true]',
    '.field-label', '.field-hint', '.field-error', '.field-look', '.input:disabled', 'select.input', 'textarea.input',
    '.switch input:checked', '.switch input:disabled', '.choice', '.choices-framed', '.combobox [role=option]', '.badge-look', '.badge-stop',
    '.badge-done', '.avatar-large', '.avatar[data-hue="11"]', '.list tr', '.list-archived', '.table', '.cell-bad', '.section',
    '.tab[aria-current]', '.filter', '.menu', '.dialog', '.toast-action', '.progress progress', '.skeleton-line', '.empty', '.tile',
    '.chart-bar', '.chart-line', '.timeline-entry', '.step[aria-current]', '.difference del', '.version', '.notice-stop', '.fact', '.contact'];
  for (const component of components) assert.ok(await page.locator(component).count() > 0, component);
  await isAccessible(page, 'style guide');
});

test('a chart says in its table what its picture shows', async () => {
  const chart = page.locator('.chart').first();
  await chart.locator('summary').click();
  const told = await chart.locator('tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));
  const drawn = await chart.locator('rect').evaluateAll((bars) => bars.map((bar) => bar.querySelector('title').textContent.split(': ')));
  assert.deepEqual(drawn, told);
  const heights = await chart.locator('rect').evaluateAll((bars) => bars.map((bar) => bar.height.baseVal.value));
  const most = Math.max(...told.map(([, number]) => Number(number)));
  told.forEach(([label, number], at) => assert.ok(Math.abs(heights[at] / 98 - number / most) < 0.01, label));
});

test('a dialog opens, keeps the keyboard, and closes with Escape', async () => {
  await page.locator('[data-dialog-open=guide-dialog]').click();
  assert.ok(await page.locator('dialog[open]#guide-dialog').isVisible());
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog[open]').count(), 0);
});

test('it is there in development alone', async () => {
  const host = await startHost();
  try {
    const answer = await fetch(`${host.base}/styleguide`);
    assert.equal(answer.status, 404);
    assert.equal((await fetch(`${salon.host.base}/styleguide/clients`)).status, 404);
  } finally {
    await host.stop();
  }
});
