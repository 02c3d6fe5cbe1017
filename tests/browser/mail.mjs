// A real mail server that keeps what comes in a Maildir.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './host.mjs';

const greets = (port) => new Promise((done) => {
  const socket = connect(port, '127.0.0.1');
  socket.once('data', () => { socket.destroy(); done(true); });
  socket.once('error', () => done(false));
});

export async function startMail() {
  const folder = mkdtempSync(join(tmpdir(), 'kartoteka-mail-'));
  const port = await freePort();
  const child = spawn('aiosmtpd', ['--nosetuid', '--listen', `127.0.0.1:${port}`,
    '--class', 'aiosmtpd.handlers.Mailbox', join(folder, 'mail')], { stdio: 'ignore' });
  for (let tries = 0; !await greets(port); tries += 1) {
    if (tries > 200) throw new Error('the mail server does not answer: tests/install installs it');
    await new Promise((done) => { setTimeout(done, 50); });
  }
  const letters = () => {
    const box = join(folder, 'mail', 'new');
    const files = readdirSync(box).map((name) => join(box, name));
    files.sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs);
    return files.map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').replaceAll('=\n', ''));
  };
  // The link in the mail that arrives as the so-manieth.
  const link = async (count) => {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = letters()[count - 1]?.match(/https?:\/\/\S+/)?.[0];
      if (found) return found;
      await new Promise((done) => { setTimeout(done, 50); });
    }
    throw new Error(`mail ${count} did not arrive`);
  };
  const settings = {
    KARTOTEKA_MAIL__HOST: '127.0.0.1',
    KARTOTEKA_MAIL__PORT: String(port),
    KARTOTEKA_MAIL__ENCRYPTION: 'none',
    KARTOTEKA_MAIL__FROM: 'Kartoteka <no-reply@kartoteka.example>',
  };
  const stop = () => new Promise((done) => {
    child.once('exit', () => { rmSync(folder, { recursive: true, force: true }); done(); });
    child.kill();
  });
  return { settings, link, stop };
}
