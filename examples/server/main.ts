/** The back office's server, configured by environment variables (README.md). */
import { createLog } from '../../cloudfunctions/core/handler/log';
import { startServer } from './server';
import { readSettings } from './settings';

async function main(): Promise<void> {
  const log = createLog({ server: 'backOffice' });
  const server = await startServer(readSettings(process.env), { log });
  log('server.ready', { url: server.url });
  const stop = (): void => void server.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : 'It cannot start.'}\n`);
  process.exitCode = 1;
});
