/** Fails early, and says why, when there is no ready service to test. */
export default async function globalSetup(): Promise<void> {
  const url = process.env.STANDALONE_URL;
  if (!url) {
    throw new Error(
      'Set STANDALONE_URL to the address of a running service with demo data, such as http://127.0.0.1:3001'
    );
  }
  const answer = await fetch(new URL('/readyz', url));
  if (!answer.ok) {
    throw new Error(`${url} is not ready: ${answer.status} ${await answer.text()}`);
  }
}
