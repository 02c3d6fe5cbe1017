// A real host on a free port with a salon, its owner, and a browser that is signed in.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const top = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const target = process.env.CARGO_TARGET_DIR ?? join(top, 'target');
const program = join(target, 'debug', 'kartoteka');

export const freePort = () => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

// With further settings, as environment variables.
export async function startHost(settings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'kartoteka-'));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    KARTOTEKA_DATA_DIR: join(folder, 'data'),
    KARTOTEKA_LISTEN: `127.0.0.1:${port}`,
    ...settings,
  };
  const kartoteka = (...args) => execFileSync(program, args, { env, encoding: 'utf8' });
  const child = spawn(program, ['serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (text) => { said += text; });
  child.stderr.on('data', (text) => { said += text; });
  const ready = async () => {
    for (let tries = 0; tries < 200; tries += 1) {
      const answer = await fetch(`${base}/ready`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((done) => { setTimeout(done, 50); });
    }
    throw new Error(`the host did not start: ${said}`);
  };
  await ready();
  const stop = () => new Promise((done) => {
    child.once('exit', () => { rmSync(folder, { recursive: true, force: true }); done(); });
    child.kill('SIGTERM');
  });
  return { base, kartoteka, said: () => said, stop };
}

export function openBrowser() {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
    .find((path) => { try { execFileSync(path, ['--version'], { stdio: 'ignore' }); return true; } catch { return false; } });
  if (!executablePath) throw new Error('no Chromium: tests/install installs it');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--no-first-run'];
  return chromium.launch({ executablePath, args });
}
