import { buildCollector, buildPage, install, runMain } from './setup.mjs';

/** `npm start`: whatever is missing is installed and built, then the service runs in this very process. */
await runMain(async () => {
  await install();
  await buildCollector();
  await buildPage();
  const { main } = await import('../collector/dist/cli.js');
  await main(['serve', ...process.argv.slice(2)]);
});
